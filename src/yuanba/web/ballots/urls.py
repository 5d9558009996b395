"""Addresses of ballots. Casting is one exact path, so that a lane of its own can answer there."""

from django.urls import path

from yuanba.web.ballots import asked, bundles, organiser, paper, proving, public, reviews, rolls, voter

app_name = "ballots"

urlpatterns = [
    path("ballots", public.index, name="index"),
    path("ballots/<int:pk>", public.about, name="about"),
    path("ballots/<int:pk>/roll", rolls.mine, name="roll"),
    path("ballots/<int:pk>/sheet", voter.fill_in, name="sheet"),
    path("ballots/<int:pk>/sheet/change", voter.change, name="change"),
    path("ballots/<int:pk>/sheet/review", voter.review, name="review"),
    path("ballots/<int:pk>/receipt", voter.receipt, name="receipt"),
    path("ballots/<int:pk>/receipt.json", proving.receipt_file, name="receipt_file"),
    path("ballots/<int:pk>/receipt.svg", proving.receipt_qr, name="receipt_qr"),
    path("ballots/<int:pk>/proof/<str:leaf>", proving.proof, name="proof"),
    path("logs/<str:log>/checkpoint", proving.checkpoint, name="checkpoint"),
    path("logs/<str:log>/cosignatures", proving.cosign, name="cosign"),
    path("witnesses", proving.witnessed, name="witnesses"),
    path("logs/<str:log>/tile/<int:level>/<path:number>", proving.tile, name="tile"),
    path(voter.CAST, voter.cast, name="cast"),
    path("ballots/<int:pk>/result", public.result, name="result"),
    path("ballots/<int:pk>/result.json", public.result_json, name="result_json"),
    path("ballots/<int:pk>/manifest.json", public.manifest_json, name="manifest_json"),
    path("ballots/<int:pk>/papers.jsonl", public.papers_jsonl, name="papers_jsonl"),
    path("ballots/<int:pk>/bundle.zip", bundles.public, name="bundle"),
    path("ballots/<int:pk>/bundle-full.zip", bundles.full, name="bundle_full"),
    path("desk/ballots", organiser.index, name="desk"),
    path("desk/ballots/new", asked.ask, name="ask"),
    path("desk/ballots/<int:pk>/edit", asked.ask_again, name="ask_again"),
    path("desk/ballots/objections/<int:pk>", asked.answer, name="answer"),
    path("desk/ballots/<int:pk>", organiser.board, name="board"),
    path("desk/ballots/<int:pk>/count", organiser.staged, name="staged"),
    path("desk/ballots/<int:pk>/move", organiser.move, name="move"),
    path("desk/ballots/<int:pk>/annul", organiser.annul, name="annul"),
    path("desk/ballots/<int:pk>/withdraw", organiser.withdraw, name="withdraw"),
    path("desk/paper-ballots", paper.index, name="paper_desk"),
    path("desk/paper-ballots/<int:pk>", paper.desk, name="paper"),
    path("desk/paper-ballots/<int:pk>/issue", paper.issue, name="issue"),
    path("desk/paper-ballots/find", paper.find, name="find_sheet"),
    path("desk/paper-ballots/sheets/<str:serial>", paper.sheet, name="paper_sheet"),
    path("desk/paper-ballots/sheets/<str:serial>/print", paper.printed, name="print"),
    path("desk/paper-ballots/sheets/<str:serial>/scan", paper.scan, name="scan"),
    path("desk/paper-ballots/sheets/<str:serial>/picture", paper.picture, name="scan_picture"),
    path("desk/paper-ballots/sheets/<str:serial>/key", paper.key, name="key"),
    path("desk/paper-ballots/sheets/<str:serial>/cancel", paper.cancel, name="cancel"),
    path("desk/reviews", reviews.index, name="review_desk"),
    path("desk/reviews/<int:pk>", reviews.queue, name="reviews"),
    path("desk/reviews/<int:pk>/look", reviews.look, name="look"),
    path("desk/reviews/cases/<int:case>", reviews.case, name="case"),
]

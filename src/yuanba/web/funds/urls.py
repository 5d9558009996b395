"""Addresses of prize lists."""

from django.urls import path

from yuanba.web.funds import corrections, from_paper, lines, lists, tax_rules

app_name = "funds"

urlpatterns = [
    path("desk/prizes", lists.prize_lists, name="prize_lists"),
    path("desk/prizes/<int:pk>", lists.prize_list, name="prize_list"),
    path("desk/prizes/<int:pk>/list.pdf", lists.paper, name="paper"),
    path("desk/prizes/<int:pk>/check", lists.check, name="check"),
    path("desk/prizes/<int:pk>/approve", lists.approve, name="approve"),
    path("desk/prizes/<int:pk>/settle", lists.settle, name="settle"),
    path("desk/prizes/<int:pk>/send-back", lists.send_back, name="send_back"),
    path("desk/prizes/tax-rules", tax_rules.tax_rules, name="tax_rules"),
    path("desk/prizes/tax-rules/new", tax_rules.tax_rule, name="tax_rule"),
    path("desk/prizes/<int:pk>/correct", corrections.correct, name="correct"),
    path("desk/prizes/lines/<int:pk>/erase", corrections.erase, name="erase_payee"),
    path("desk/prizes/lines/<int:pk>/from-paper", from_paper.from_paper, name="from_paper"),
    path("desk/prizes/lines/<int:pk>/pay", lines.pay, name="pay"),
    path("desk/prizes/lines/<int:pk>/<slug:verb>", lines.say_why, name="line"),
]

"""Envelope slip and form as one PDF, in Chinese whatever language the clerk reads."""

from django.utils import translation

from yuanba.documents.survey_papers import MANY, ONE, TEXT, Question, SurveyPaper, survey_papers
from yuanba.places.queries import name_at
from yuanba.surveys import queries
from yuanba.surveys.actions import IssuedEnvelope
from yuanba.web.dates import by
from yuanba.web.surveys import asking

KINDS = {"SCALE": ONE, "SINGLE": ONE, "MULTI": MANY, "TEXT": TEXT}
SLIP = (
    "请把这一页贴在信封上。",
    "问卷不写姓名，填好后装进这个信封交回社区服务台。",
    "信封编号只用来登记谁已经交过；拆开后信封和问卷分开放，问卷对不上信封。",
)


def envelope_and_form(made: IssuedEnvelope) -> bytes:
    """The slip with the envelope's number, then the form with its own code."""
    survey = made.envelope.survey
    sheet = queries.sheet_of_code(survey.pk, made.form_code)
    office = name_at(survey.territory_id, survey.roll_date or survey.opens_at.date())
    with translation.override("zh-hans"):
        until = f"请在 {by(survey.closes_at)}交回。"
        rows = tuple(target.label or target.ref for target in sheet.targets)
        questions = tuple(_question(one, rows) for one in sheet.questions)
    slip = SurveyPaper(f"信封：{survey.title}", office, (), intro=SLIP, serial=made.envelope.serial, footer=until)
    form = SurveyPaper(survey.title, office, questions, serial=made.form_code, footer=until)
    return survey_papers([slip, form])


def _question(raw: dict[str, object], rows: tuple[str, ...]) -> Question:
    kind = str(raw["kind"])
    if kind == "SCALE":
        options = tuple(label for _, label in asking.scale(int(str(raw["low"])), int(str(raw["high"]))))
    else:
        options = tuple(asking.text(one) for one in raw.get("options", ()))  # type: ignore[attr-defined]
    about = rows if raw.get("per_target", True) and kind != "TEXT" else ()
    return Question(asking.text(raw), options, KINDS[kind], about, "候选对象")

"""Which items there are, and which a programme asks."""

from django.db.models import Q

from cases.programmes.models import Programme
from cases.questionnaires.library import EDITIONS
from cases.questionnaires.models import ItemVersion, Questionnaire, QuestionnaireItem


def current(programme: Programme) -> Questionnaire | None:
    """The questionnaire that the programme's next report is filled in by; None before there is one."""
    return programme.questionnaires.order_by("-number").first()


def latest_versions(*programmes: Programme) -> list[ItemVersion]:
    """Every item in the version that was added last: those of the documentation, and the programmes' own."""
    asked = QuestionnaireItem.objects.filter(questionnaire__programme__in=programmes).values("version_asked")
    rows = ItemVersion.objects.filter(Q(edition__in=EDITIONS) | Q(pk__in=asked))
    return list({version.code: version for version in rows.order_by("pk")}.values())

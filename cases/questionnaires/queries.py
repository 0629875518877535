"""Which items there are, and which a programme asks."""

from cases.programmes.models import Programme
from cases.questionnaires.models import ItemVersion, Questionnaire


def current(programme: Programme) -> Questionnaire | None:
    """The questionnaire that the programme's next report is filled in by; None before there is one."""
    return programme.questionnaires.order_by("-number").first()


def latest_versions() -> list[ItemVersion]:
    """Every item in the version that was added last."""
    latest: dict[str, ItemVersion] = {}
    for version in ItemVersion.objects.order_by("pk"):
        latest[version.code] = version
    return list(latest.values())

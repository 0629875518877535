"""Which questions a programme asks, in which version since when, and which it could ask."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Func, JSONField, Min

from cases.programmes.models import Programme
from cases.questionnaires.definition import Item
from cases.questionnaires.library import EDITIONS
from cases.questionnaires.models import ItemVersion, QuestionnaireItem
from cases.questionnaires.queries import current, latest_versions
from cases.staff.models import User
from cases.statusreports.models import StatusReport


@dataclass(frozen=True)
class Asked:
    """One question as the programme asks it now. `since`: when it was first asked in this version."""

    version: ItemVersion
    since: datetime

    @property
    def item(self) -> Item:
        return self.version.item

    @property
    def is_own(self) -> bool:
        """Whether a programme has written it: what comes with the system keeps its words."""
        return is_own(self.version)


def is_own(version: ItemVersion) -> bool:
    """Whether a version was written by a programme, and not by the documentation that all share."""
    return version.edition not in EDITIONS


def versions_asked(programme: Programme) -> list[ItemVersion]:
    """The versions that the programme asks now, in their order."""
    questionnaire = current(programme)
    if questionnaire is None:
        return []
    rows = questionnaire.questionnaire_items.select_related("version_asked").order_by("position")
    return [row.version_asked for row in rows]


def asked_now(programme: Programme) -> list[Asked]:
    """The same with the day of each."""
    rows = QuestionnaireItem.objects.filter(questionnaire__programme=programme).order_by().values("version_asked")
    since = dict(rows.annotate(since=Min("registered_at")).values_list("version_asked", "since"))
    return [Asked(version, since[version.pk]) for version in versions_asked(programme)]


def offered(programme: Programme, user: User) -> list[ItemVersion]:
    """What the programme does not ask and could: items of the documentation, and those of the user's programmes."""
    asked = {version.code for version in versions_asked(programme)}
    known = latest_versions(*Programme.objects.set_up_by(user))
    return [version for version in known if version.code not in asked and version.item.when]


def times_answered(programme: Programme, version: ItemVersion) -> int:
    """How many reports of the programme that count hold an answer to this version of an item."""
    given = Func("answers", function="jsonb_strip_nulls", output_field=JSONField())
    rows = StatusReport.objects.of(programme).filter(questionnaire__items=version)
    return rows.annotate(given=given).filter(given__has_any_keys=list(version.item.keys)).count()

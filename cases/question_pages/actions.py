"""Adding, changing, ordering and leaving out questions. Each makes a new questionnaire; reports keep theirs."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.core.errors import Refused
from cases.programmes.models import Programme
from cases.question_pages.queries import is_own, versions_asked
from cases.question_pages.rules import RESERVED, Wording, code_of, declared, depending, faults, out_of_order
from cases.questionnaires.actions import add_item, ask
from cases.questionnaires.models import ItemVersion, Questionnaire
from cases.questionnaires.queries import current
from cases.records.actions import lock
from cases.staff.models import User


@transaction.atomic
def add_question(*, by: User, at: datetime, programme: Programme, wording: Wording, after: str) -> ItemVersion:
    """Add a question of the programme's own behind the one with the code `after`; first where that is empty.

    Raises `Refused` at the field of what is wrong with it.
    """
    asked = versions_asked(lock(programme))
    place = _place_after(asked, after)
    _check(wording, asked[:place])
    today = timezone.localdate(at)
    code = code_of(wording.da, {*ItemVersion.objects.values_list("code", flat=True), *RESERVED})
    definition = declared(wording, today=today)
    version = add_item(by=by, at=at, code=code, edition=today.isoformat(), definition=definition)
    ask(by=by, at=at, programme=programme, items=[*asked[:place], version, *asked[place:]])
    return version


@transaction.atomic
def change_question(
    *, by: User, at: datetime, programme: Programme, version: ItemVersion, wording: Wording
) -> ItemVersion:
    """Ask a question of the programme's own in a new version from now on; earlier reports keep the old one."""
    asked = versions_asked(lock(programme))
    _is_asked(version, asked)
    if not is_own(version):
        raise Refused(_("This question comes with the system and keeps its words. Add one of your own beside it."))
    place = asked.index(version)
    _check(wording, asked[:place], version)
    today = timezone.localdate(at)
    definition = declared(wording, before=version.declared, today=today)
    newer = add_item(by=by, at=at, code=version.code, edition=_edition(version.code, today), definition=definition)
    ask(by=by, at=at, programme=programme, items=[*asked[:place], newer, *asked[place + 1 :]])
    return newer


@transaction.atomic
def take_in(*, by: User, at: datetime, programme: Programme, version: ItemVersion, after: str) -> Questionnaire:
    """Ask a question that there is already, behind the one with the code `after`."""
    asked = versions_asked(lock(programme))
    place = _place_after(asked, after)
    return _ask_in_order(by, at, programme, [*asked[:place], version, *asked[place:]])


@transaction.atomic
def leave_out(*, by: User, at: datetime, programme: Programme, version: ItemVersion) -> Questionnaire:
    """Ask a question no more. Raises `Refused` where the skip rule of another reads its answers."""
    asked = versions_asked(lock(programme))
    _is_asked(version, asked)
    if waiting := depending([row.item for row in asked], version.code):
        names = ", ".join(f"“{item.label}”" for item in waiting)
        raise Refused(
            _("These are asked by its answers: %(items)s. Change or leave them out first.") % {"items": names}
        )
    return ask(by=by, at=at, programme=programme, items=[row for row in asked if row != version])


@transaction.atomic
def reorder(*, by: User, at: datetime, programme: Programme, codes: Sequence[str], number: int) -> Questionnaire:
    """Ask the same questions in the order of `codes`. `number`: the questionnaire that the order was made from."""
    programme = lock(programme)
    questionnaire = current(programme)
    asked = {version.code: version for version in versions_asked(programme)}
    if questionnaire is None or questionnaire.number != number or asked.keys() != set(codes):
        raise Refused(_("Somebody else has changed the questions meanwhile. Open the page again."))
    return _ask_in_order(by, at, programme, [asked[code] for code in codes])


def _ask_in_order(by: User, at: datetime, programme: Programme, versions: Sequence[ItemVersion]) -> Questionnaire:
    before = {pair[0].code for pair in out_of_order([row.item for row in versions_asked(programme)])}
    for item, needed in out_of_order([row.item for row in versions]):
        if item.code not in before:
            said = {"item": item.label, "needed": needed.label}
            raise Refused(_("“%(item)s” depends on “%(needed)s” and has to stand after it.") % said)
    return ask(by=by, at=at, programme=programme, items=versions)


def _is_asked(version: ItemVersion, asked: Sequence[ItemVersion]) -> None:
    if version not in asked:
        raise Refused(_("Somebody else has changed or left out this question meanwhile. Open it again from the list."))


def _place_after(asked: Sequence[ItemVersion], after: str) -> int:
    if not after:
        return 0
    codes = [version.code for version in asked]
    if after not in codes:
        raise Refused(_("That question is not asked any more. Choose another place."), field="after")
    return codes.index(after) + 1


def _check(wording: Wording, earlier: Sequence[ItemVersion], before: ItemVersion | None = None) -> None:
    items = {version.code: version.item for version in earlier}
    for field, message in faults(wording, items, before.item if before else None):
        raise Refused(message, field=field)


def _edition(code: str, today: date) -> str:
    """The name of a new version: its day, with a number from the second of the day on."""
    taken = set(ItemVersion.objects.filter(code=code).values_list("edition", flat=True))
    names = (
        today.isoformat() if number == 1 else f"{today.isoformat()}-{number}" for number in range(1, len(taken) + 2)
    )
    return next(name for name in names if name not in taken)

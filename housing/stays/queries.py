"""Who may correct a stay: `cases.corrections.rights`."""

from collections.abc import Iterable
from datetime import datetime

from cases.core.calendar import CORRECTION_WINDOW
from cases.corrections.rights import leads, may_correct_end
from cases.people.models import Person
from cases.staff.models import User
from housing.stays.models import Stay


def correctable_stays(user: User, person: Person, stays: Iterable[Stay], at: datetime) -> list[int]:
    """The keys of a young person's stays that the user may correct: who began one, or ended it, as everywhere."""
    keys = [stay.pk for stay in stays]
    if leads(user, person):
        return keys
    lately = Stay.history.filter(id__in=keys, history_user=user, history_date__gte=at - CORRECTION_WINDOW)
    touched = set(lately.values_list("id", flat=True))
    return [stay.pk for stay in stays if stay.pk in touched and may_correct_end(user, stay, person=person, at=at)]

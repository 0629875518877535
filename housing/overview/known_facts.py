"""What stays say of the questions of status reports; importing it registers them."""

from collections import Counter
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.core.periods import Period, add_months, touches
from cases.enrolments.models import Enrolment
from cases.statusreports.known import Known, register_known
from housing.stays.codes import HOUSING_ROWS, SITUATIONS, SLEPT_ROWS, UNKNOWN
from housing.stays.models import Stay

# The answers of status reports by the rows that the kinds of stays fall in; of what is not known nothing is said.
HOUSING_NOW = {
    "general": "almen",
    "private_flat": "privat_lejlighed",
    "private_room": "privat_vaerelse",
    "residential_107": "par_107",
    "residential_108": "par_108",
    "shared": "faellesskab",
    "alternative": "skaev",
    "owned": "eget",
    "no_own_home": "ikke_egen_bolig",
    "other": "andet",
}

SLEPT = {
    "own_home": "egen_bolig",
    "street": "gaden",
    "night_shelter": "natvarmestue",
    "shelter": "herberg_110",
    "family_friends": "familie_venner",
    "transitional": "udslusning_110",
    "hotel": "hotel",
    "prison": "faengsel",
    "hospital": "hospital",
    "treatment": "doegnbehandling",
    "other": "andet",
}

NIGHTS = {"street": "gade", "shelter": "herberg", "friends_family": "familie_venner"}

WEEK = timedelta(days=7)

MOST_NIGHTS = 93  # as many as three months have


def of_stays(enrolment: Enrolment, day: date) -> dict[str, Known]:
    """Where the young person lives, slept in the last week, and the nights without a home of the last three months."""
    months = Period(add_months(day, -3), day)
    around = Period(months.start, day + timedelta(days=1))
    stays = list(Stay.objects.filter(touches(around), person=enrolment.person).order_by("start"))
    return _now(stays, day) | _slept(stays, Period(day - WEEK, day)) | _nights(stays, months)


def _now(stays: list[Stay], day: date) -> dict[str, Known]:
    now = next((stay for stay in stays if stay.period.contains(day)), None)
    code = HOUSING_NOW.get(HOUSING_ROWS[now.kind]) if now else None
    if now is None:
        return {}
    said = _("Stay: %(kind)s") % {"kind": now.kind_label}
    found = {"housing_now": Known(code, said)} if code else {}
    if now.kind in SITUATIONS:
        situation = SITUATIONS[now.kind]
        found |= {"homeless_situation": Known([situation], said), "homeless_situation.main": Known(situation, said)}
    return found


def _slept(stays: list[Stay], week: Period) -> dict[str, Known]:
    """Where most of the nights of the week were slept."""
    nights = Counter[str]()
    for stay in stays:
        nights[SLEPT_ROWS[stay.kind]] += _within(stay, week)
    row, number = max(nights.items(), key=lambda pair: pair[1], default=("", 0))
    if not number or row not in SLEPT:
        return {}
    said = ngettext("%(number)d of 7 nights, by the stays", "%(number)d of 7 nights, by the stays", number)
    return {"slept": Known([SLEPT[row]], said % {"number": number})}


def _nights(stays: list[Stay], months: Period) -> dict[str, Known]:
    """Nights by kind. Where nights are not known, the number is only said and not filled in."""
    nights = dict.fromkeys(NIGHTS, 0)
    known = 0
    for stay in stays:
        number = _within(stay, months) if stay.kind != UNKNOWN else 0
        known += number
        if stay.kind in nights:
            nights[stay.kind] += number
    whole = months.days(until=months.end or months.start)
    if not known:
        return {}
    said = _("By the stays, which tell of %(known)d of %(whole)d nights: %(number)d")
    return {
        f"nights.{NIGHTS[kind]}": Known(
            number if known == whole and number <= MOST_NIGHTS else None,
            said % {"known": known, "whole": whole, "number": number},
        )
        for kind, number in nights.items()
    }


def _within(stay: Stay, period: Period) -> int:
    return stay.period.days_within(period, until=period.end or period.start)


register_known(of_stays)

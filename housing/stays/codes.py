"""Where a young person lives or sleeps, and how the kinds map to the statistics of the field.

The first is the one most often needed: the sofa. Homeless kinds follow the nine situations of the national
count (VIVE); `SLEPT_ROWS` and `HOUSING_ROWS` map to the printed rows of the national documentation method.
"""

from django.utils.translation import gettext_lazy as _

from cases.core.codes import Code, CodeList, Label

OWN_HOME = "own_home"

HOMELESS = "homeless"

INSTITUTION = "institution"

OTHER = "other"

STAY_GROUPS: dict[str, Label] = {
    HOMELESS: _("Without a home"),
    OWN_HOME: _("Own home"),
    INSTITUTION: _("Institution"),
    OTHER: _("Other"),
}

SHELTER = "shelter"

UNKNOWN = "unknown"

STAY_KINDS = CodeList(
    Code("friends_family", _("Sofa: with family or friends for a time"), HOMELESS),
    Code("street", _("Street, stairwell or shed"), HOMELESS),
    Code("night_shelter", _("Night shelter"), HOMELESS),
    Code(SHELTER, _("Shelter (§ 110)"), HOMELESS),
    Code("hotel", _("Hotel or hostel because of homelessness"), HOMELESS),
    Code("transitional", _("Transitional home without a permanent contract"), HOMELESS),
    Code("prison_no_home", _("Prison, released within a month, no home arranged"), HOMELESS),
    Code("hospital_no_home", _("Hospital or treatment, discharged within a month, no home arranged"), HOMELESS),
    Code("other_homeless", _("Allotment house, caravan or another emergency place"), HOMELESS),
    Code("general_home", _("General housing"), OWN_HOME),
    Code("youth_home", _("General youth housing"), OWN_HOME),
    Code("private_flat", _("Rented private flat"), OWN_HOME),
    Code("private_room", _("Rented private room"), OWN_HOME),
    Code("shared_home", _("Stairwell community, shared or special home"), OWN_HOME),
    Code("alternative_home", _("Alternative dwelling (skæv bolig)"), OWN_HOME),
    Code("owned_home", _("Own house, owner-occupied or cooperative flat"), OWN_HOME),
    Code("residential_107", _("Temporary residential home (§ 107)"), OWN_HOME),
    Code("residential_108", _("Long-term residential home (§ 108)"), OWN_HOME),
    Code("prison", _("Prison or custody"), INSTITUTION),
    Code("hospital", _("Hospital"), INSTITUTION),
    Code("treatment", _("Residential treatment"), INSTITUTION),
    Code("crisis_centre", _("Crisis centre (§ 109)"), INSTITUTION),
    Code("parents", _("Lives with a parent or relatives"), OTHER),
    Code("sublet", _("Sublet with a contract"), OTHER),
    Code(UNKNOWN, _("Not known"), OTHER),
)

HOMELESS_KINDS = [kind.code for kind in STAY_KINDS if kind.group == HOMELESS]

OWN_HOME_KINDS = [kind.code for kind in STAY_KINDS if kind.group == OWN_HOME]

# The nine situations of the national count, by the codes of the count; kinds left out are not counted there.
SITUATIONS: dict[str, str] = {
    "street": "gade",
    "night_shelter": "natvarmestue",
    "shelter": "herberg",
    "hotel": "hotel",
    "friends_family": "familie_venner",
    "transitional": "udslusning",
    "prison_no_home": "loesladelse",
    "hospital_no_home": "udskrivning",
    "other_homeless": "andet",
}

# "Slept mostly": the row that each kind falls in.
SLEPT_ROWS: dict[str, str] = {
    **dict.fromkeys(OWN_HOME_KINDS, "own_home"),
    "street": "street",
    "night_shelter": "night_shelter",
    "shelter": "shelter",
    "friends_family": "family_friends",
    "parents": "family_friends",
    "transitional": "transitional",
    "hotel": "hotel",
    "prison": "prison",
    "prison_no_home": "prison",
    "hospital": "hospital",
    "hospital_no_home": "hospital",
    "treatment": "treatment",
    "crisis_centre": "other",
    "other_homeless": "other",
    "sublet": "other",
    "unknown": "unknown",
}

# "Housing now": the row that each kind falls in. Only the eight kinds of own home have rows of their own.
HOUSING_ROWS: dict[str, str] = {
    **dict.fromkeys([*HOMELESS_KINDS, "prison", "hospital", "treatment", "crisis_centre"], "no_own_home"),
    "general_home": "general",
    "youth_home": "general",
    "private_flat": "private_flat",
    "private_room": "private_room",
    "residential_107": "residential_107",
    "residential_108": "residential_108",
    "shared_home": "shared",
    "alternative_home": "alternative",
    "owned_home": "owned",
    "parents": "no_own_home",
    "sublet": "other",
    "unknown": "unknown",
}


def grouped_stay_choices() -> list[tuple[Label, list[tuple[str, Label]]]]:
    """The kinds under the headings of their groups, for a select; homeless kinds first."""
    return [
        (label, [(kind.code, kind.label) for kind in STAY_KINDS if kind.group == group])
        for group, label in STAY_GROUPS.items()
    ]

"""The types of items, what they are about, and in which reports an item is asked."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemType(StrEnum):
    """How an item is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBERS = "numbers"  # whole numbers in parts, e.g. nights on the street, at a shelter, with family
    SCALE = "scale"  # parts, each on a scale of its own
    GRID = "grid"  # parts on one scale, by one or two raters
    EVENT = "event"  # what took place, several a report, each with its days where they are known


class When(StrEnum):
    """In which reports an item is asked."""

    START = "S"
    EVERY = "Q"
    FROM_SECOND = "Q2"
    CLOSING = "E"
    TWO_POINT = "A"  # assessment and discharge, or release meeting and release


class Rater(StrEnum):
    """Whose answer it is."""

    WORKER = "worker"
    YOUNG_PERSON = "young_person"


UNKNOWN = "ved_ikke"  # "Ved ikke" is a real answer, and is the same code in every item


class Topic(TextChoices):
    """What an item is about: the parts of a form and of the list of questions."""

    START = "start", _("The way in")
    HOUSING = "housing", _("Housing and homelessness")
    MONEY = "money", _("Income, work and nationality")
    HEALTH = "health", _("Problems and everyday life")
    SUPPORT = "support", _("Support and plans")
    OWN = "own", _("The young person's own answers")
    CLOSING = "closing", _("Closing")
    OTHER = "other", _("The programme's own questions")


_OF_TOPIC = {
    Topic.START: "target_group referral_source worry_reasons risk_conditions enquiry_outcome",
    Topic.HOUSING: "housing_now slept nights why_no_home waiting_list homeless_situation",
    Topic.MONEY: "income occupation nationality",
    Topic.HEALTH: "domains mastery community crime",
    Topic.SUPPORT: "other_support plan_141 plan_kind methods elements_used support_areas continuous_use indsluset"
    " model_tools network_meetings visits visit_minutes support_recommended support_attached services_started",
    Topic.OWN: "who5 general_health",
    Topic.CLOSING: "closing_why offer_afterwards",
}

# The topic of the items that come with the system, by their codes; one of a programme's own names its topic itself.
TOPICS = {code: topic for topic, codes in _OF_TOPIC.items() for code in codes.split()}

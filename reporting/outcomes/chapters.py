"""The chapters in which the tables stand, in the order of a report."""

from dataclasses import dataclass

from cases.questionnaires.definition import Text


@dataclass(frozen=True)
class Chapter:
    """One chapter with the keys of its tables."""

    key: str
    title: Text
    tables: tuple[str, ...]


# Last, where a programme asks something that no table is declared for.
OWN_QUESTIONS = ("own", Text("Indsatsens egne spørgsmål", "The programme's own questions"))

CHAPTERS = (
    Chapter(
        "courses",
        Text("Forløb og indsats", "Courses and what was done"),
        (
            "funnel", "enquiries", "courses_status", "courses_by_unit", "methods", "method_time", "elements_used",
            "visits", "visit_minutes", "network_meetings", "closing_why", "offer_afterwards",
        ),
    ),
    Chapter(
        "group",
        Text("Målgruppen", "The target group"),
        (
            "target_group", "homeless_situation", "risk_conditions", "referral_source", "worry_reasons", "nationality",
            "problems", "problem_count",
        ),
    ),
    Chapter(
        "housing",
        Text("Bolig og hjemløshed", "Housing and homelessness"),
        (
            "housing", "housing_three_way", "retention", "became_homeless", "slept", "nights", "why_no_home",
            "waiting_list", "waits", "exit_housing", "homes_against_targets", "change",
        ),
    ),
    Chapter(
        "income",
        Text("Uddannelse, arbejde og forsørgelse", "Education, work and income"),
        ("income", "occupation", "share_change"),
    ),
    Chapter(
        "development",
        Text("De unges udvikling", "How the young people develop"),
        ("development", "mastery", "staff_vs_own", "who5", "general_health", "community", "continuous_use"),
    ),
    Chapter(
        "support",
        Text("Planer og støtte", "Plans and support"),
        (
            "plan_141", "plan_kind", "support_areas", "other_support", "recommended_attached", "services_started",
            "indsluset",
        ),
    ),
)  # fmt: skip

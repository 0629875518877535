"""The tables of the national evaluation (version 2013 of the questions), in the order of its chapters."""

from cases.questionnaires.definition import Text
from reporting.casefacts.rules import NONE, VISITS, minutes_said, visits_said
from reporting.kinds.beside import Beside
from reporting.kinds.development import BeforeAfter, BeforeAfterMean, Retention
from reporting.kinds.distributions import ANY_MISUSE, Distribution, DistributionMany, Several
from reporting.kinds.given import Change, Targets
from reporting.kinds.shares import Funnel, RecommendedAttached
from reporting.tabulation.tabulating import Declaration

BOTH_ENDS = ("first", "latest")
ENDS_AND_ASSESSMENT = ("first", "latest", "assessment")

# In the order of the printed figure.
AREAS = ("netvaerk", "oekonomi", "dagligdag", "psykisk", "fysisk", ANY_MISUSE, "hash", "stoffer", "alkohol")

LOG = Text("Kontaktloggen", "The contact log")
STATED = Text(
    "Rækkens tal er det, medarbejderen har oplyst. Ved siden af står, hvad kontaktloggen viser af besøg i indsatsen, "
    "hvor den unge blev truffet, i de tre måneder op til samme indberetning.",
    "A row counts what the worker stated. Beside it stands what the contact log shows of visits of the programme in "
    "which the young person was met, in the three months up to the same report.",
)
NO_VISIT = Text("Intet besøg i kontaktloggen", "No visit in the contact log")
NO_MINUTES = Text("Ingen varighed i kontaktloggen", "No length in the contact log")

NATIONAL = (
    Declaration(
        "funnel",
        Funnel(),
        Text("Forløb, og hvor mange der kan følges over tid", "Courses, and how many can be followed over time"),
        items=("housing_now",),
    ),
    Declaration(
        "housing",
        Distribution("housing_now"),
        Text("Boligsituation", "Housing situation"),
        at=("first", "latest", "closing", "assessment", "discharge", "release"),
        items=("housing_now",),
    ),
    Declaration(
        "housing_three_way",
        Distribution("housing_now", base="followed", group="three_way"),
        Text("Egen bolig eller ej", "Home of their own or not"),
        at=BOTH_ENDS,
        items=("housing_now",),
    ),
    Declaration(
        "retention",
        Retention(),
        Text("Fastholdelse af egen bolig fra første til seneste indberetning", "Keeping a home of their own"),
        items=("housing_now",),
        notes=(
            Text(
                "Egen bolig er også bolig efter §§ 107 og 108, men ikke § 110. Flytning mellem boliger er intet tab.",
                "A home of their own includes §§ 107 and 108, but not § 110. Moving between homes is no loss.",
            ),
        ),
    ),
    Declaration(
        "problems",
        DistributionMany("domains", AREAS),
        Text("Problemer på otte områder og misbrug i alt", "Problems in eight areas, and any misuse"),
        at=ENDS_AND_ASSESSMENT,
        items=("domains",),
        notes=(
            Text(
                "Misbrug i alt: alkohol, stoffer eller hash er et problem eller behandles. Ét ja går før ved ikke.",
                "Any misuse: a problem with alcohol, drugs or cannabis, or in treatment; one yes overrides Ved ikke.",
            ),
        ),
    ),
    Declaration(
        "problem_count",
        Distribution("domains", of="problems"),
        Text("Antal af de otte områder med problemer", "In how many of the eight areas there are problems"),
        at=BOTH_ENDS,
        items=("domains",),
        notes=(
            Text(
                "Et område tæller, når graden er oplyst; ved ikke og ubesvaret tæller ikke som et problem.",
                "An area counts where its degree is stated; do not know and blank do not count as a problem.",
            ),
        ),
    ),
    Declaration(
        "development",
        BeforeAfter("domains", better="lower_is_better"),
        Text("Udvikling på otte områder fra første til seneste indberetning", "Development in eight areas"),
        items=("domains",),
        notes=(
            Text(
                "Ved ikke eller ubesvaret i den ene ende udelader forløbet for det område alene.",
                "Do not know or blank at one end leaves the course out for that area alone.",
            ),
        ),
    ),
    Declaration(
        "slept",
        Several("slept"),
        Text("Hvor de hovedsageligt har sovet den sidste uge", "Where they mostly slept in the last week"),
        at=ENDS_AND_ASSESSMENT,
        by="own_home",
        items=("slept", "housing_now"),
    ),
    Declaration(
        "nights",
        Distribution("nights", of="bands"),
        Text("Nætter i hjemløshed de sidste tre måneder", "Nights of homelessness in the last three months"),
        at=BOTH_ENDS,
        items=("nights",),
        notes=(
            Text(
                "Gaden, herberg og familie eller venner lagt sammen; ved ikke, hvis én af dem er det.",
                "Street, shelter and family or friends together; do not know if one of them is.",
            ),
        ),
    ),
    Declaration(
        "why_no_home",
        Several("why_no_home", base="no_own_home"),
        Text("Hvorfor de ikke har egen bolig", "Why they have no home of their own"),
        at=("first", "latest", "discharge"),
        items=("why_no_home", "housing_now"),
    ),
    Declaration(
        "waiting_list",
        Several("waiting_list", base="no_own_home"),
        Text("Hvad de er skrevet op til", "What they are on a waiting list for"),
        at=BOTH_ENDS,
        items=("waiting_list", "housing_now"),
    ),
    Declaration(
        "income",
        Distribution("income"),
        Text("Forsørgelsesgrundlag", "Income basis"),
        at=ENDS_AND_ASSESSMENT,
        items=("income",),
    ),
    Declaration(
        "occupation",
        Distribution("occupation"),
        Text("Beskæftigelse", "Occupation"),
        at=ENDS_AND_ASSESSMENT,
        items=("occupation",),
    ),
    Declaration(
        "nationality",
        Distribution("nationality"),
        Text("Nationalitet", "Nationality"),
        at=("first", "assessment"),
        items=("nationality",),
    ),
    Declaration(
        "other_support",
        Several("other_support"),
        Text("Anden støtte, de får", "Other support they get"),
        at=BOTH_ENDS,
        items=("other_support",),
    ),
    Declaration(
        "plan_141",
        Distribution("plan_141"),
        Text("Handleplan efter § 141", "Action plan under § 141"),
        at=ENDS_AND_ASSESSMENT,
        items=("plan_141",),
    ),
    Declaration(
        "visits",
        Beside(Distribution("visits"), visits_said, LOG, {NONE: NO_VISIT}),
        Text("Hvor ofte de besøges", "How often they are visited"),
        at=("latest",),
        items=("visits",),
        reads=(VISITS,),
        notes=(STATED,),
    ),
    Declaration(
        "visit_minutes",
        Beside(Distribution("visit_minutes"), minutes_said, LOG, {NONE: NO_MINUTES}),
        Text("Minutter et typisk besøg varer", "Minutes that a typical visit lasts"),
        at=("latest",),
        items=("visit_minutes",),
        reads=(VISITS,),
        notes=(STATED,),
    ),
    Declaration(
        "recommended_attached",
        RecommendedAttached(),
        Text(
            "Støtte indstillet ved udredning og knyttet på ved udskrivning",
            "Support recommended at the assessment and attached at the discharge",
        ),
        by="municipality",
        items=("support_recommended", "support_attached"),
    ),
    Declaration(
        "services_started",
        Several("services_started"),
        Text("Indsatser sat i gang ved løsladelsen", "Services started at the release"),
        at=("release",),
        items=("services_started",),
    ),
    Declaration(
        "closing_why",
        Several("closing_why", base="closed"),
        Text("Hvorfor forløbet er afsluttet", "Why the course was closed"),
        at=("closing",),
        items=("closing_why",),
    ),
    Declaration(
        "offer_afterwards",
        Distribution("offer_afterwards", base="closed"),
        Text("Om der er et tilfredsstillende tilbud bagefter", "Whether there is a satisfactory offer afterwards"),
        at=("closing",),
        items=("offer_afterwards",),
    ),
    Declaration(
        "who5",
        BeforeAfterMean("who5", times=4),
        Text("Trivsel (WHO-5), gennemsnit 0–100", "Well-being (WHO-5), mean from 0 to 100"),
        items=("who5",),
    ),
    Declaration(
        "homes_against_targets",
        Targets(),
        Text("Boliger etableret i forhold til målene", "Homes established against the targets"),
        source="targets",
        notes=(
            Text(
                "Et mål som “6–8” tæller i procenter med midten og i totalen med den øvre ende.",
                "A target such as “6–8” counts by its middle in per cents and by its upper end in the total.",
            ),
        ),
    ),
    Declaration(
        "change",
        Change(),
        Text("Udvikling i eksterne statistikker", "Change in external statistics"),
        source="statistics",
    ),
)

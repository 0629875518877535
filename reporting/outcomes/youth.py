"""The tables of youth programmes (version 2022-youth of the questions), beside those of the national evaluation."""

from cases.questionnaires.definition import Text
from reporting.kinds.development import BeforeAfter, Paired, SharesChange
from reporting.kinds.distributions import Crosstab, Distribution, Grid, Several, Status, Units
from reporting.kinds.given import Enquiries, Rate, Spread
from reporting.kinds.shares import BecameHomeless
from reporting.tabulation.tabulating import Declaration

BOTH_ENDS = ("first", "latest")

WAITS = {
    "enquiry_contact": Text("Fra henvendelse til første kontakt", "From enquiry to first contact"),
    "contact_decision": Text("Fra første kontakt til afgørelse", "From first contact to decision"),
    "decision_offer": Text("Fra afgørelse til boligtilbud", "From decision to the offer of a home"),
    "offer_move_in": Text("Fra boligtilbud til indflytning", "From the offer of a home to moving in"),
}

SHARES = {
    "education": (Text("Under uddannelse", "In education"), frozenset({"uddannelse"})),
    "work": (
        Text("I arbejde, også fleksjob mv.", "In work, also flexible jobs"),
        frozenset({"ordinaer", "fleksjob_mv"}),
    ),
}

YOUTH = (
    Declaration(
        "target_group",
        Distribution("target_group"),
        Text("Målgruppe ved forløbets start", "Target group at the start of the course"),
        at=("first",),
        items=("target_group",),
    ),
    Declaration(
        "homeless_situation",
        Distribution("homeless_situation", of="main"),
        Text("Hjemløshedssituation", "Situation of homelessness"),
        at=BOTH_ENDS,
        items=("homeless_situation",),
        notes=(Text("Den overvejende, hvor der er flere.", "The main one where there are several."),),
    ),
    Declaration(
        "risk_conditions",
        Grid("risk_conditions", number=True),
        Text("Forhold, der er eller har været til stede", "Conditions that are or were there"),
        at=("first",),
        items=("risk_conditions",),
        notes=(
            Text(
                "Rækkens tal er tidligere eller aktuelt. Antal forhold tæller alle seks hver for sig.",
                "A row counts earlier or at present. The number of conditions counts each of the six.",
            ),
        ),
    ),
    Declaration(
        "became_homeless",
        BecameHomeless(),
        Text("Unge i risiko, der blev hjemløse undervejs", "Young people at risk who became homeless on the way"),
        items=("target_group", "housing_now", "homeless_situation"),
    ),
    Declaration(
        "referral_source",
        Distribution("referral_source"),
        Text("Hvor henvendelsen kom fra", "Where the enquiry came from"),
        at=("first",),
        items=("referral_source",),
    ),
    Declaration(
        "worry_reasons",
        Several("worry_reasons", number=True),
        Text("Bekymringsgrunde bag henvendelsen", "Reasons for concern behind the enquiry"),
        at=("first",),
        items=("worry_reasons",),
    ),
    Declaration(
        "methods",
        Several("methods", union=True, combinations=True),
        Text("Metoder i forløbet", "Methods in the course"),
        items=("methods",),
        notes=(
            Text(
                "Alle indberetninger tæller; under metoderne står, hvilke der gik sammen.",
                "All reports count; below the methods stands which went together.",
            ),
        ),
    ),
    Declaration(
        "courses_status",
        Status(),
        Text("Forløb i gang, gennemført og afbrudt", "Courses running, completed and broken off"),
        by="method",
        notes=(
            Text(
                "Dage: afsluttede forløbs længde; for forløb i gang dagene indtil nu, hvor opgørelsesdagen er givet.",
                "Days: how long closed courses took; of running ones the days so far, where the day is given.",
            ),
        ),
    ),
    Declaration(
        "courses_by_unit",
        Units(),
        Text("Forløb pr. organisation eller kommune", "Courses by organisation or municipality"),
    ),
    Declaration(
        "elements_used",
        Several("elements_used", union=True, number=True),
        Text("Elementer af modellen, der har været i spil", "Elements of the model that were used"),
        items=("elements_used",),
        notes=(
            Text(
                "Et forløb har brugt et element, når en indberetning siger det.",
                "A course has used an element when any report says so.",
            ),
        ),
    ),
    Declaration(
        "support_areas",
        Several("support_areas"),
        Text("Dimensioner, der er arbejdet med", "Dimensions that were worked on"),
        at=("latest",),
        items=("support_areas",),
    ),
    Declaration(
        "plan_kind",
        Several("plan_kind"),
        Text("Planer, den unge har", "Plans that the young person has"),
        at=BOTH_ENDS,
        items=("plan_kind",),
    ),
    Declaration(
        "mastery",
        BeforeAfter("mastery", better="higher_is_better"),
        Text("Udvikling i mestring, vurderet af medarbejder og ung", "Development in mastery, as both rate it"),
        items=("mastery",),
    ),
    Declaration(
        "staff_vs_own",
        Paired("mastery"),
        Text("Medarbejderens og den unges vurdering side om side", "The worker's and the young person's rating"),
        at=("latest",),
        items=("mastery",),
        notes=(
            Text(
                "Kun forløb, som begge har vurderet; 0 er slet ikke, 3 er i høj grad.",
                "Only courses that both have rated; 0 is not at all, 3 is to a high degree.",
            ),
        ),
    ),
    Declaration(
        "community",
        BeforeAfter("community", better="higher_is_better"),
        Text("Udvikling i deltagelse i fællesskaber", "Development in taking part in communities"),
        items=("community",),
    ),
    Declaration(
        "general_health",
        BeforeAfter("general_health", better="lower_is_better"),
        Text("Udvikling i den unges vurdering af eget helbred", "Development in how they rate their own health"),
        items=("general_health",),
    ),
    Declaration(
        "network_meetings",
        Rate(),
        Text("Netværksmøder", "Network meetings"),
        source="network_meetings",
    ),
    Declaration(
        "exit_housing",
        Crosstab("housing_now", group="exit_four_way"),
        Text("Bolig ved fraflytning", "Housing at moving out"),
        at=("discharge",),
        by="organisation",
        items=("housing_now",),
    ),
    Declaration(
        "share_change",
        SharesChange("occupation", SHARES),
        Text("Ændring i andelen i uddannelse og arbejde", "Change in the share in education and work"),
        items=("occupation",),
        notes=(
            Text(
                "Ændringen er i procentpoint og afrundet for sig.",
                "The change is in percentage points, rounded on its own.",
            ),
        ),
    ),
    Declaration(
        "enquiries",
        Enquiries("enquiry_outcome"),
        Text("Hvad der blev af henvendelserne", "What became of the enquiries"),
        items=("enquiry_outcome",),
        source="enquiries",
    ),
    Declaration(
        "waits",
        Spread(WAITS),
        Text("Ventetider fra henvendelse til indflytning", "Waiting times from enquiry to moving in"),
        source="waits",
        notes=(
            Text(
                "Medianen regner dem med, der stadig venter (Kaplan-Meier).",
                "The median takes in those who still wait (Kaplan-Meier).",
            ),
        ),
    ),
)

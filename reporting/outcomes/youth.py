"""The tables of youth programmes (version 2022-youth of the questions), beside those of the national evaluation."""

from cases.questionnaires.definition import Text
from reporting.casefacts.rules import MEETINGS, MONTH_SHARES, MONTHS, NONE, SERVICES, months_said, services_said
from reporting.kinds.beside import Beside, MethodTime
from reporting.kinds.courses import Status, Units
from reporting.kinds.development import BeforeAfter, Paired, SharesChange
from reporting.kinds.distributions import Crosstab, Distribution, Grid, Several
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

# A method that lasts longer is told, not refused: CTI is nine months (274 days).
LONGEST = {"cti": (274, Text("heraf: længere end ni måneder", "of which: longer than nine months"))}

MONTHS_REACHED = {
    code: Text(f"{said} pct. af månederne", f"{said} per cent of the months")
    for code, said in ((code, code.replace("_", "–")) for _most, code in MONTH_SHARES)
}

# Outcomes of an enquiry that the intake never writes down.
NOT_KEPT = frozenset({"oensker_ikke", "ingen_kontakt", "raadgivning_andre"})

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
        "method_time",
        MethodTime("methods", LONGEST),
        Text("Hvor længe metoderne varer", "How long the methods last"),
        items=("methods",),
        notes=(
            Text(
                "Medianen regner dem med, der er i gang (Kaplan-Meier). En metode uden første dag er ikke med.",
                "The median takes in those that run (Kaplan-Meier). A method without a first day is not in it.",
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
        items=(MEETINGS,),
        reads=(MEETINGS,),
        notes=(
            Text(
                "Møder fra kontaktloggen og indberetningerne; samme dag er ét møde. Hvem der deltog, står kun i "
                "indberetningerne.",
                "Meetings of the contact log and the status reports; one day is one meeting. Who took part stands in "
                "the status reports alone.",
            ),
        ),
    ),
    Declaration(
        "continuous_use",
        Beside(
            Distribution("continuous_use"),
            months_said,
            Text("Måneder med kontakt, efter kontaktloggen", "Months with a contact, by the contact log"),
            MONTHS_REACHED,
            says_no_answer=True,
        ),
        Text("Vedvarende brug af tilbuddene", "Continuous use of what is offered"),
        at=("latest",),
        items=("continuous_use",),
        reads=(MONTHS,),
        notes=(
            Text(
                "Kontaktloggen: måneder siden starten, hvor den unge blev truffet, af alle forløbets måneder.",
                "The contact log: months since the start in which the young person was met, of all its months.",
            ),
        ),
    ),
    Declaration(
        "indsluset",
        Beside(
            Several("indsluset", union=True, number=True),
            services_said,
            Text("Overleveringer og bostøtte i sagen", "Handovers and support in the case"),
            {NONE: Text("Intet tilbud i sagen", "No service in the case")},
        ),
        Text("Indsluset i eksisterende tilbud", "Brought into existing services"),
        items=("indsluset",),
        reads=(SERVICES,),
        notes=(
            Text(
                "I sagen tæller et tilbud, der har sagt ja til en overlevering og har mødt den unge, og bostøtte, der "
                "er begyndt.",
                "In the case a service counts that said yes to a handover and has met the young person, and support "
                "in the home that has begun.",
            ),
        ),
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
        Enquiries("enquiry_outcome", NOT_KEPT),
        Text("Hvad der blev af henvendelserne", "What became of the enquiries"),
        items=("enquiry_outcome",),
        source="enquiries",
        notes=(
            Text(
                "Henvendelser, som der er truffet eller bedt om en afgørelse om; unge, der ikke deltager i "
                "dokumentationen, er ikke med. Systemet fører ikke, at en ung ikke ønskede et forløb eller ikke kunne "
                "nås, eller at kun fagpersoner blev rådgivet: de rækker er tomme, ikke 0.",
                "Enquiries about which a decision was made or asked for; young people who do not take part in the "
                "documentation are not in it. The system does not keep that somebody did not want a course or could "
                "not be reached, or that only professionals were advised: those rows are empty, not 0.",
            ),
        ),
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
            Text(
                "Af flere forløb tæller den unges seneste. Afgørelsen er målgruppevurderingen; til boligtilbud venter "
                "kun de, der er indstillet til en bolig, og de regnes med fra indstillingen.",
                "Of several courses the latest of a young person counts. The decision is the one on the target group; "
                "an offer is waited for by those alone for whom a home was applied for, from the application on.",
            ),
        ),
    ),
)

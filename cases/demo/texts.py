"""Words of the demo world. Every name is invented; organisations are those the project works with."""

FIRST_NAMES = {
    "woman": "Amalie Aisha Camilla Dilara Emma Freja Hanin Ida Josefine Kamilla Laila Line Maja Naja Nour Rikke Sara "
    "Selma Sofie Tanja Yasmin Åse".split(),
    "man": "Adam Ali Anton Bilal Christian Emil Frederik Gustav Hassan Jakob Jonas Kevin Lasse Malik Mathias Mikkel "
    "Nikolaj Oliver Rasmus Samir Tobias Ørn".split(),
    "non_binary": "Alex Kim Robin Sky".split(),
}
LAST_NAMES = (
    "Aagaard Ahmadi Andersen Bach Bendtsen Bjerre Bruun Christoffersen Dahl Demir Eskildsen Fisker Gade Haddad Holm "
    "Ibsen Jepsen Juul Karlsen Kjær Kragh Lauritsen Lund Madsen Mohamud Mørch Nazari Nygaard Olesen Petersen Quist "
    "Rahimi Ravn Sand Skov Smidt Sørensen Thomsen Toft Vang Winther Yildiz Ægidius Østergaard Åkjær"
).split()
STREET_NAMES = "Basse Futte Lille-K Mosen Sjakket Tiger".split()

# Notes by kind of contact: what a worker would write, no one in particular.
NOTES = {
    "meeting": [
        "Talte om, hvad der fylder mest lige nu: søvn og et sted at være om dagen. Aftalt nyt møde i næste uge.",
        "Gennemgik planen. Vil gerne i gang med noget fast, men er bekymret for økonomien.",
        "Vi lagde budget sammen. Gæld på mobil og el, resten er til at overskue.",
        "God samtale om uddannelse. Overvejer HF, vil se på optagelse til sommer.",
        "Mødte træt og kort for hovedet. Tog en gåtur i stedet for at sidde. Det hjalp.",
    ],
    "phone": [
        "Ringede for at minde om mødet i morgen. Kommer.",
        "Var ked af det efter et skænderi, hvor der bliver sovet. Aftalt at ringe igen i aften.",
        "Afklarede spørgsmål om brev fra kommunen.",
    ],
    "message": [
        "Skrev og bekræftede tid hos jobkonsulenten.",
        "Sendte adressen på varmestuen.",
        "Fik svar: alt ok, sover hos en ven.",
    ],
    "accompaniment": [
        "Fulgtes til Borgerservice. NemKonto og sygesikringskort er på plads.",
        "Med til samtale på jobcenteret. Ydelsen er søgt.",
        "Fulgtes til lægen, henvisning er sendt.",
    ],
    "visit": [
        "Besøg på herberget. Kontaktpersonen var med, vi blev enige om roller.",
        "Så boligen sammen. Mangler seng og gardiner.",
    ],
    "outreach": [
        "Mødt på gaden ved Hovedbanegården. Kort snak, fik mit nummer.",
        "Så den unge på Kultorvet, vil ikke tale i dag.",
    ],
    "network_meeting": [
        "Netværksmøde med jobcenter og herberg. Enige om næste skridt og hvem der gør hvad.",
        "Møde med den unge, myndighed og bostøtte om indflytningen.",
    ],
    "activity": [
        "Madklub hos WeShelter. Var med hele aftenen.",
        "Fodbold torsdag. Spurgte selv, om der er plads igen næste uge.",
    ],
    "other": ["Sms fra den unges mor, aftalt at den unge selv ringer."],
}

PURPOSE = (
    "Hjælpe unge københavnere ud af hjemløshed med en mere fleksibel og intensiv indsats på tværs af "
    "Socialforvaltningen, Beskæftigelses- og Integrationsforvaltningen og WeShelter, og bygge bro til "
    "fællesskaber i civilsamfundet."
)

# Phases as the project runs them: code, Danish, English, target in days, and steps (Danish, English, who owns them).
PHASES = [
    (
        "opstart",
        "Opstart",
        "Start-up",
        60,
        [
            ("Mød den unge og byg en relation op", "Meet the young person and build trust", "relation"),
            ("Afklar ønsker, behov og forventninger", "Agree on wishes, needs and expectations", "relation"),
            ("Få overblik over de indsatser, der allerede er i gang", "Map the help already under way", "relation"),
        ],
    ),
    (
        "stabilisering",
        "Stabilisering",
        "Stabilisation",
        270,
        [
            ("Koordinér med dem, der hjælper i forvejen", "Coordinate with those who already help", "authority"),
            ("Gå med til de steder, der kan hjælpe", "Go along to the places that can help", "relation"),
            ("Sørg for tag over hovedet og penge her og nu", "Secure a roof and money for now", "relation"),
            ("Byg bro til behandling eller psykiatri", "Build a bridge to treatment or psychiatry", "relation"),
            ("Få en varig boligløsning på vej", "Get a lasting home under way", "authority"),
            ("Få forsørgelsen til at holde", "Make the income last", "job"),
            ("Præsentér WeShelters aktiviteter", "Introduce WeShelter's activities", "relation"),
        ],
    ),
    (
        "udslusning",
        "Udslusning",
        "Moving on",
        120,
        [
            ("Trap kontakten ned i den unges tempo", "Reduce contact at the young person's pace", "relation"),
            ("Følg op og støt motivationen", "Follow up and support motivation", "relation"),
            ("Støttebehovet er afgjort", "The need for support is decided", "authority"),
            ("Forsørgelsen er sikret", "Income is secured", "job"),
            ("Der er en plan for at holde boligen stabil", "There is a plan for keeping the home stable", "authority"),
        ],
    ),
]

# Code, name, kind, e-mail.
ORGANISATIONS = [
    ("hoo", "Housing First, Opsøgende og Kriminalpræventive Indsatser", "municipal_unit", "hoo@example.org"),
    ("myndighed", "Myndighedscenter Voksne", "municipal_unit", "myndighed@example.org"),
    ("jobcenter", "Jobcenter København", "jobcentre", "jobcenter@example.org"),
    ("anvisning", "Den boligsociale anvisning", "housing_allocation", "anvisning@example.org"),
    ("weshelter", "WeShelter", "civil_society", "weshelter@example.org"),
    ("kofoed", "Kofoeds Kælder", "civil_society", "kaelderen@example.org"),
    ("hellebro", "Ungeherberget Hellebro", "shelter", "hellebro@example.org"),
    ("roskildehjemmet", "Roskildehjemmet", "shelter", "roskilde@example.org"),
    ("herberg", "Herberg Sundby", "shelter", "sundby@example.org"),
    ("opus", "Opus", "psychiatry", "opus@example.org"),
    ("rusmiddel", "Rusmiddelbehandling Ung", "treatment", "rusmiddel@example.org"),
    ("boligforening", "Boligforeningen Havnelund", "housing_association", "udlejning@example.org"),
    ("bostoette", "Bostøtte København", "municipal_unit", "bostoette@example.org"),
    ("evaluator", "Analysehuset Broen", "evaluator", "broen@example.org"),
]

# Partner of the programme, what it brings, which handovers it can be asked for.
PARTNERS = [
    ("jobcenter", "Råd om forsørgelse, job og uddannelse", ["income_job"]),
    ("weshelter", "Aktiviteter og fællesskaber i civilsamfundet", ["community"]),
    ("hellebro", "Midlertidigt ophold for unge", ["shelter"]),
    ("opus", "Behandling af unge med psykisk sygdom", ["psychiatry"]),
    ("rusmiddel", "Rusmiddelbehandling", ["drug_treatment"]),
    ("bostoette", "Bostøtte i egen bolig", ["housing_support"]),
]

# Title, organisation, function, hours a week, as the project is staffed.
POSTS = [
    ("Projektleder, Socialforvaltningen", "hoo", "coordinator", "20"),
    ("Relationsmedarbejder", "hoo", "relation", "37"),
    ("Myndighedsmedarbejder", "myndighed", "authority", "37"),
    ("Jobkonsulent", "jobcenter", "job", "10"),
    ("Projektleder, WeShelter", "weshelter", "coordinator", "10"),
]

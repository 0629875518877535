"""Every component with states true to life; shown on developers' machines and in the demo, never in production.

The sample texts are invented and in Danish only, so that the page looks as the pages of the system do.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.pages.widgets import DayField, MomentField
from cases.staff.gate import needs
from cases.staff.policy import Right

# The longest there is: a name of 75 letters, a word that no line can hold, a note of many lines.
NAME = "Østergaardsvendsenkristoffersenholmgaardbrandtjørgensennørregaardthorvaldse"

WORD = "Boligsocialhelhedsplansmedarbejderfunktionsbeskrivelsesudvalgsmødereferat"

SENTENCE = f"Mødtes på caféen og talte om {WORD} og om brevet fra udlejeren. "

TEXT = SENTENCE * 12


@dataclass(frozen=True)
class SampleStep:
    """A phase as the step indicator reads it."""

    name: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class SampleEntry:
    """A line of the timeline."""

    when: date
    title: str
    icon: str
    kind_label: str
    by: str = ""
    text: str = ""
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class SampleVersion:
    """A field that two people wrote at once."""

    label: str
    mine: str
    theirs: str


class SampleFilter(forms.Form):
    """Filters of a list."""

    search = forms.CharField(label="Søg", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    phase = forms.ChoiceField(
        label="Fase", required=False, choices=[("", "Alle"), ("1", "Opstart"), ("2", "Stabilisering")]
    )
    quiet = forms.ChoiceField(label="Seneste kontakt", required=False, choices=[("", "Alle"), ("14", "Over 14 dage")])
    long = forms.ChoiceField(label=WORD, required=False, choices=[("", "Alle"), ("1", NAME)])


class LongForm(forms.Form):
    """Fields with long names, choices and texts."""

    who = forms.MultipleChoiceField(
        label=WORD, choices=[("1", NAME), ("2", WORD)], widget=forms.CheckboxSelectMultiple(attrs={"class": "keys"})
    )
    basis = forms.ChoiceField(label=WORD, choices=[("1", NAME), ("2", WORD)], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=WORD, choices=[("", NAME)], help_text=SENTENCE)
    note = forms.CharField(label=WORD, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    agreed = forms.BooleanField(label=SENTENCE, required=False)


class SampleForm(forms.Form):
    """One field of each sort."""

    who = forms.MultipleChoiceField(
        label="Hvem",
        choices=[("1", "Aya"), ("2", "Jonas B."), ("3", "Mikkel")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "keys"}),
    )
    reached = forms.ChoiceField(
        label="Fik I kontakt?",
        choices=[("yes", "Ja"), ("vain", "Forsøgt forgæves"), ("absent", "Mødte ikke op"), ("off", "Aflyst")],
        widget=forms.RadioSelect(attrs={"class": "keys"}),
    )
    kind = forms.ChoiceField(label="Slags", choices=[("", "Vælg"), ("visit", "Besøg"), ("phone", "Telefon")])
    at = MomentField(label="Hvornår")
    minutes = forms.IntegerField(label="Minutter", required=False, help_text="Cirka er godt nok.")
    note = forms.CharField(label="Notat", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    day = DayField(label="Næste aftale", required=False)
    basis = forms.ChoiceField(
        label="Forsørgelse", choices=[("1", "Uddannelseshjælp"), ("2", "SU"), ("3", "Løn")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Den unge har sagt ja til, at vi noterer det", required=False)


STEPS = [
    SampleStep("Opstart", "done", "12.01.2026 – 03.04.2026"),
    SampleStep("Stabilisering", "current", "Siden 03.04.2026 · mål passeret"),
    SampleStep("Udslusning", "next"),
]

ENTRIES = [
    SampleEntry(
        date(2026, 11, 18),
        "Besøg i egen bolig",
        "home",
        "Besøg",
        "Sofie Lund",
        "Gennemgik budget. Vil gerne have hjælp til at ringe til udlejer om fugt i badeværelset.",
        "#timeline",
        "60 min.",
    ),
    SampleEntry(date(2026, 11, 3), "Forsøgt forgæves", "smartphone", "Telefon", "Sofie Lund", tone="warning"),
    SampleEntry(date(2026, 10, 29), "Flyttet ind i ungdomsbolig", "success", "Ophold", tone="success"),
    SampleEntry(
        date(2026, 10, 2),
        "Boligindstilling afvist",
        "error",
        "Boligindstilling",
        "Boligrådgivningen",
        "Begrundelse: ikke i målgruppen på grund af alder.",
        tone="error",
    ),
    SampleEntry(
        date(2026, 9, 14), "Første møde på værestedet", "groups", "Møde", "Ali Hansen", note="rettet 16.09.2026"
    ),
]

LONG_STEPS = [SampleStep(WORD, "done", SENTENCE), SampleStep(NAME, "current", WORD), SampleStep(WORD, "next")]

LONG_ENTRIES = [
    SampleEntry(date(2026, 11, 18), f"{WORD} med {NAME}", "home", WORD, NAME, TEXT, "#timeline", WORD),
    SampleEntry(date(2026, 9, 14), WORD, "groups", WORD, NAME, tone="warning"),
]

ROWS = [
    {
        "name": "Aya Sample Nielsen",
        "badge": "21 dage uden kontakt",
        "tone": "warning",
        "meta": ["19 år", "Stabilisering", "Sofie Lund"],
    },
    {"name": "Jonas Brandt", "badge": "", "tone": "", "meta": ["23 år", "Opstart", "3 dage siden kontakt"]},
    {
        "name": "Mikkel Ø. Ærøskøbing-Frederiksen",
        "badge": "Beskyttet",
        "tone": "info",
        "meta": ["20 år", "Udslusning", "i dag"],
    },
]

VERSIONS = [
    SampleVersion("Notat", "Mødtes på caféen. Aftalt nyt møde tirsdag.", "Mødtes på caféen."),
    SampleVersion("Minutter", "45", "30"),
]

CONSEQUENCES = [
    "Partneren kan ikke længere se overleveringen.",
    "Det, partneren allerede har skrevet, bliver stående.",
]

FIGURES = [["Opstart", "14", "23,3 %"], ["Stabilisering", "31", "51,7 %"], ["Udslusning", "15", "25,0 %"]]


@needs(*Right)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components."""
    page = Paginator(range(1, 241), 20).get_page(request.GET.get("page", "5"))
    broken = SampleForm({"minutes": "mange", "note": "Det skrevne står her stadig."})
    return render(
        request,
        "cases/shell/gallery.html",
        {
            "form": SampleForm(initial={"reached": None, "at": datetime(2026, 11, 20, 10, 43)}),  # noqa: DTZ001 - as typed
            "broken": broken,
            "filter": SampleFilter(request.GET or None),
            "narrowed": ["Unge i hjemløshed", "mine unge"],
            "steps": STEPS,
            "entries": ENTRIES,
            "rows": ROWS,
            "versions": VERSIONS,
            "page": page,
            "consequences": CONSEQUENCES,
            "columns": ["Fase", "Unge", "Andel"],
            "figures": FIGURES,
            "long": _long(),
        },
    )


def _long() -> dict[str, Any]:
    """The same parts with the longest texts."""
    return {
        "name": NAME,
        "word": WORD,
        "sentence": SENTENCE,
        "twice": [NAME, WORD],
        "steps": LONG_STEPS,
        "entries": LONG_ENTRIES,
        "versions": [SampleVersion(WORD, TEXT, NAME)],
        "columns": [WORD, *(f"{number}. kvartal 2026" for number in range(1, 9))],
        "figures": [[name, *(f"{number}.204" for number in range(8))] for name in (NAME, "Opstart")],
        "form": LongForm(auto_id="long_%s"),
        "broken": LongForm({"note": TEXT}, auto_id="long_broken_%s"),
    }

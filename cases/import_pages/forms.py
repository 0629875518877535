"""What is asked on the way from a file to its young people."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.import_pages.codes import ENCODINGS, Rows
from cases.import_pages.queries import Preview, Said
from cases.import_pages.rules import LARGEST, MEGABYTES
from cases.imports.mapping_rules import LEFT_OUT
from cases.pages.forms import NeedsForm, choice_field, row_field
from cases.questionnaires.definition import Item
from cases.report_forms.reading import full_label
from cases.statusreport_imports.files import LABELS
from cases.statusreport_imports.rules import REQUIRED
from cases.teams.models import Team

ENDINGS = ".csv,.txt,.tsv,.xlsx,.xlsm,.ods"


_LOST = gettext_lazy("The file did not arrive. Choose it again.")


class UploadForm(NeedsForm):
    """A file, and where several teams could have its young people, which does."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX or ODS, one row for each status report, 20 MB at the most."),
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages=dict.fromkeys(("invalid", "missing", "max_length", "contradiction"), _LOST)
        | {"empty": gettext_lazy("The file is empty.")},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Team of the young people"),
        help_text=gettext_lazy("Young people who are new here belong to it."),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        """One team is no question."""
        super().__init__(*args, **kwargs)
        row_field(self, "team").queryset = teams
        if len(teams) == 1:
            self.initial["team"] = teams[0]
            self.fields["team"].widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        """No more than can be read at once."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than %(most)s MB. Save the rows alone.") % {"most": MEGABYTES})
        return file


class SourceForm(NeedsForm):
    """Which sheet, or how the letters are written: what is not certain from the file alone."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))
    encoding = forms.ChoiceField(
        label=gettext_lazy("How the letters are written"),
        help_text=gettext_lazy("Where æ, ø and å come out wrong on the next page, choose another one."),
    )

    def __init__(self, *args: Any, said: Said, **kwargs: Any) -> None:
        """Ask for the sheet of a workbook, and for the letters of a file of text."""
        super().__init__(*args, **kwargs)
        if len(said.sheets) > 1:
            del self.fields["encoding"]
            choice_field(self, "sheet").choices = [(name, name) for name in said.sheets]
            self.initial["sheet"] = said.sheet
        else:
            del self.fields["sheet"]
            choice_field(self, "encoding").choices = list(ENCODINGS.items())
            self.initial["encoding"] = said.encoding


class ColumnsForm(NeedsForm):
    """One field for each column of the file: what it is taken as. Headings stand in labels, never in names."""

    def __init__(self, *args: Any, said: Said, items: Sequence[Item], taken_as: dict[str, str], **kwargs: Any) -> None:
        """Ask for every column, with what it is taken as chosen already."""
        super().__init__(*args, **kwargs)
        self.said, choices = said, column_choices(items)
        for n, (heading, samples) in enumerate(zip(said.headings, said.samples, strict=True)):
            self.fields[f"column-{n}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=taken_as.get(heading, LEFT_OUT),
                help_text=" · ".join(samples),
            )

    def chosen(self) -> dict[str, str]:
        """What each heading was taken as; empty for one that is left out."""
        return {heading: self.cleaned_data[f"column-{n}"] for n, heading in enumerate(self.said.headings)}


def column_choices(items: Iterable[Item]) -> list[Any]:
    """Everything that a column can be taken as, those that are needed first."""
    needed = [(name, f"{label} *") for name, label in LABELS.items() if name in REQUIRED]
    others = [(name, str(label)) for name, label in LABELS.items() if name not in REQUIRED]
    answers = [(key, full_label(item, key)) for item in items for key in item.keys]
    return [
        (LEFT_OUT, _("Not read")),
        (_("Needed"), needed),
        (_("The course"), others),
        (_("Answers"), answers),
    ]


class TakeForm(NeedsForm):
    """All rows or the valid ones; no question where every row is valid."""

    rows = forms.ChoiceField(label=gettext_lazy("What is taken over"), choices=Rows.choices, widget=forms.RadioSelect)
    agreed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].initial = preview.fingerprint
        if not preview.refused:
            del self.fields["rows"]

    @property
    def only_valid(self) -> bool:
        """Whether rows with faults are left out."""
        return self.cleaned_data.get("rows") == Rows.VALID

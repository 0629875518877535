"""What every record has: a time of registration, a version against stale edits, a history nobody can switch off."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def in_both(danish: str, english: str) -> dict[str, str]:
    """A text by language. Danish is the language of the programmes: it stands in where nobody wrote English."""
    return {"da": danish, "en": english or danish}


def in_language(danish: str, english: str) -> str:
    """A text in the language of the reader."""
    return in_both(danish, english)["en" if get_language() == "en" else "da"]


@cache
def _labels(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    return dict(field.flatchoices)


class Versioned(models.Model):
    """What actions write. `version` counts every save of it, so that nobody saves over what they have not seen."""

    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:  # noqa: N802  Django's own name
        """The label of a choice: what `get_kind_display` gives. Django's own asks for the words of all the others."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


class History(HistoricalRecords):  # type: ignore[misc]
    """The history of a record stands beside its table, whatever the record is called in the code."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Name the table after the record's, where that has a name of its own."""
        options: dict[str, Any] = super().get_meta_options(model)
        app, _, table = model._meta.db_table.partition("_")
        if table != model._meta.model_name:
            options["db_table"] = f"{app}_historical{table}"
        return options


class Record(Versioned):
    """Base of all case records. Only actions save it, through `cases.records.actions`."""

    registered_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    history: Any = History(inherit=True, user_model=settings.AUTH_USER_MODEL)

    class Meta:
        abstract = True


class AskedRecord(Record):
    """A record with soft limits (`cases.core.plausible`).

    `confirmed` names the fields whose unusual value someone has said is right. Only `write` sets it.
    """

    confirmed = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, editable=False, verbose_name=_("unusual, confirmed")
    )

    class Meta:
        abstract = True

    def measured_by(self) -> dict[str, Any]:
        """Facts of other records that a soft limit of this one is measured by."""
        return {}

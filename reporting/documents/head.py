"""What a report is about: which run and which edition it is, of what, and for whom; in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

Frozen = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """The frozen words of a report in the language of its reader."""

    said: Mapping[str, Mapping[str, str]]
    language: str

    def __call__(self, key: str, **values: str) -> str:
        """A word by its key, with the values that it names."""
        word = self.of(self.said[key])
        return word % values if values else word

    def of(self, both: Mapping[str, str]) -> str:
        """A text that was frozen in both languages."""
        return both.get(self.language) or both["da"]


@dataclass(frozen=True)
class About:
    """Which run a report is: what ties a page, a PDF and a file of figures to each other."""

    number: int
    public_id: str
    kind: str
    title: str
    code: str
    programme: str
    organisation: str
    start: date
    last_day: date
    as_of: date
    asked_at: datetime
    asked_by: str
    computed_at: datetime
    definitions: str
    input: str
    not_distributed: int | None = None  # young people with special protection, who are in no figure
    words_since: date | None = None  # the day a report from before words were kept was given its own
    edition: Frozen | None = None  # which edition it is: number, audience, when it was released and by whom

    def facts(self, say: Words) -> list[tuple[str, str]]:
        """What the report is about, for its head."""
        return [
            (say("programme"), f"{self.programme} ({self.code})"),
            (say("period"), say("from_to", first=said_day(self.start), last=said_day(self.last_day))),
            (say("as_of"), said_day(self.as_of)),
            *([(say("not_distributed"), str(self.not_distributed))] if self.not_distributed is not None else []),
            *self.edition_facts(say),
            *self.provenance(say),
        ]

    def edition_facts(self, say: Words) -> list[tuple[str, str]]:
        """Which edition it is, for whom, when it was released and by whom; nothing of a report that is none."""
        kept = self.edition
        if kept is None:
            return []
        by = kept["released_by"]
        return [
            (say("edition"), f"{kept['number']} ({say.of(kept['period'])})"),
            (say("audience"), kept["audience"]),
            (say("released"), _moment(datetime.fromisoformat(kept["released_at"]))),
            (say("released_by"), f"{by['name']}, {by['organisation']}" if by else say("by_command")),
        ]

    def provenance(self, say: Words) -> list[tuple[str, str]]:
        """Which run it is, when it was made and for whom, and what it rests on."""
        return [
            (say("number"), str(self.number)),
            (say("computed"), _moment(self.computed_at)),
            (say("asked_by"), self.asked_by),
            (say("definitions"), self.definitions),
            (say("input"), self.input),
        ]


def about_of(kept: Frozen, say: Words) -> About:
    """What was frozen of it."""
    programme, by = kept["programme"], kept["asked_by"]
    return About(
        number=kept["number"],
        public_id=kept["id"],
        kind=kept["kind"],
        title=say.of(kept["title"]),
        code=programme["code"],
        programme=programme["name"],
        organisation=programme["organisation"],
        start=date.fromisoformat(kept["from"]),
        last_day=date.fromisoformat(kept["to"]),
        as_of=date.fromisoformat(kept["as_of"]),
        asked_at=datetime.fromisoformat(kept["asked_at"]),
        asked_by=f"{by['name']}, {by['organisation']}" if by else say("by_command"),
        computed_at=datetime.fromisoformat(kept["computed_at"]),
        definitions=f"{kept['definitions']} ({kept['program']})" if kept["definitions"] else say("not_kept"),
        input=kept["input"]["fingerprint"] if kept["input"] else say("not_kept"),
        words_since=date.fromisoformat(kept["words_since"]) if kept.get("words_since") else None,
        not_distributed=(kept["input"] or {}).get("not_distributed"),
        edition=kept.get("edition"),
    )


def said_day(day: date) -> str:
    """A day as people write it."""
    return date_format(day, "SHORT_DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")

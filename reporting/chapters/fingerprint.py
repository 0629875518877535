"""What a report rests on: a digest of the facts that were counted, and one of the definitions that counted them."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from cases.contacts.models import ContactPerson
from cases.core.periods import happened_by
from cases.people.models import Person
from cases.programmes.models import Post
from cases.statusreports.models import Participation, StatusReport
from reporting.chapters.contents import CHAPTERS, FIGURES
from reporting.chapters.freezing import across_tables, described, relations, table_words
from reporting.chapters.words import all_words, in_both_languages
from reporting.figures.facts import Facts
from reporting.funding.models import Funding, PostHours, Used
from reporting.outcomes.declarations import TABLES
from reporting.statistics.models import SeriesVersion
from reporting.targets.models import Target, TargetCount, TargetValue

SHOWN = 16  # hexadecimal digits

COMPUTED_BY = (
    "across", "chapters", "figures", "funding", "indicators", "kinds", "outcomes", "statistics", "tables",
    "tabulation", "targets",
)  # fmt: skip


def digest_of(value: Any) -> str:
    """A short digest of plain data."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:SHOWN]


def definitions() -> str:
    """Of every word, relation and line of code that the figures are made with."""
    app = Path(__file__).parents[1]
    code = {
        f"{room}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for room in COMPUTED_BY
        for path in sorted((app / room).glob("*.py"))
    }
    indicators = [
        {**described(one), "tables": [{**table_words(table), "relations": relations(table)} for table in one.tables]}
        for one in FIGURES.values()
    ]
    tables = {key: in_both_languages(one.title) for key, one in TABLES.items()}
    chapters = [[one.key, in_both_languages(one.name), list(one.parts)] for one in CHAPTERS]
    return digest_of([code, indicators, tables, chapters, all_words(), across_tables(starts_with_programme=False)])


def program() -> str:
    """The version of the program."""
    return str(settings.VERSION)


def input_of(facts: Facts) -> dict[str, Any]:
    """How many rows of each kind there were, and a digest of which ones, each in which version; and who is in none.

    A record counts its versions, and its history keeps every one of them: the numbers stand for the contents.
    """
    rows = {name: _digest(found, columns) for name, (found, columns) in (_datasets(facts) | _kept(facts)).items()}
    return {"fingerprint": digest_of(rows), "datasets": rows, "not_distributed": facts.not_distributed}


Datasets = dict[str, tuple["QuerySet[Any]", tuple[str, ...]]]


def _datasets(facts: Facts) -> Datasets:
    enrolled = facts.enrolments.values("person")
    contacts = ContactPerson.objects.filter(
        facts.known("contact__"), happened_by(facts.as_of, "contact__happened_at"), person__in=enrolled
    )
    reports = StatusReport.objects.of(facts.programme, up_to=facts.as_of, known_at=facts.known_at)
    taking_part = Participation.objects.filter(enrolment__in=facts.enrolments)
    own = ("version",)
    return {
        "screenings": (facts.screenings, own),
        "young_people": (Person.objects.filter(pk__in=enrolled), own),
        "enrolments": (facts.enrolments, own),
        "phase_spells": (facts.phase_spells, own),
        "contacts": (contacts, ("version", "contact__version")),
        "stays": (facts.stays, own),
        "referral_steps": (facts.referral_steps, own),
        "handover_steps": (facts.handover_steps, own),
        "status_reports": (reports, ()),  # a version of a report is a row of its own
        "participation": (taking_part, own),
    }


def _kept(facts: Facts) -> Datasets:
    """What is kept of targets and money: as it is now, for nobody registers when it was known."""
    programme, own = facts.programme, ("version",)
    targets = Target.objects.filter(programme=programme)
    latest = SeriesVersion.objects.latest_on(facts.as_of).filter(series__in=targets.values("reference"))
    used = Used.objects.filter(Q(line__programme=programme) | Q(post__programme=programme))
    return {
        "targets": (targets, own),
        "target_values": (TargetValue.objects.filter(target__in=targets), own),
        "target_counts": (TargetCount.objects.filter(target__in=targets), own),
        "statistics": (SeriesVersion.objects.filter(pk__in=latest.values("pk")), own),
        "funding": (Funding.objects.filter(programme=programme), own),
        "posts": (Post.objects.filter(programme=programme), own),
        "post_hours": (PostHours.objects.filter(post__programme=programme), own),
        "used": (used, own),
    }


def _digest(rows: "QuerySet[Any]", versions: tuple[str, ...]) -> dict[str, Any]:
    text = TextField()
    pieces = [piece for column in ("pk", *versions) for piece in (Cast(F(column), text), Value(".", text))]
    joined = StringAgg(Concat(*pieces, output_field=text), delimiter=",", order_by="pk", output_field=text)
    found = rows.order_by().aggregate(n=Count("pk"), digest=MD5(Coalesce(joined, Value("", text)), output_field=text))
    return {"n": found["n"], "digest": found["digest"]}

"""A finished report keeps its words. Those made before are given the words of the program as it is when this runs.

`words_of_version_1.json` holds them: what the code said of its twelve indicators when this was written, in both
languages. Version, fingerprint of the facts and the programme's name at that time were not kept; the report says so.
What was computed of unfinished reports has no words: it is computed again when they go on.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.db import migrations
from django.utils import timezone

WORDS = Path(__file__).with_name("words_of_version_1.json")
ONE_DAY = timedelta(days=1)


def with_words(run, today):
    """The result of a finished run of version 1 as one of version 2."""
    said = json.loads(WORDS.read_text(encoding="utf-8"))
    found = {part["key"]: part["tables"] for part in run.result["indicators"]}
    parts = {
        key: {**words, "tables": [_table(table, found[key][table["key"]]) for table in words["tables"] if table["key"] in found[key]]}
        for key, words in said["indicators"].items()
        if key in found
    }
    chapters = [{**one, "parts": [parts[key] for key in one["parts"] if key in parts]} for one in said["chapters"]]
    starts = {"starts_with_programme": run.start <= run.programme.start}
    return {
        "version": 2,
        "about": _about(run, said["title"], today),
        "words": said["words"],
        "headlines": said["headlines"],
        "chapters": [one for one in chapters if one["parts"]],
        "relations": said["relations"] | starts,
    }


def _about(run, title, today):
    by, programme = run.requested_by, run.programme
    return {
        "number": run.pk,
        "id": str(run.public_id),
        "kind": run.kind,
        "title": title,
        "programme": {"code": programme.code, "name": programme.name, "organisation": programme.organisation.name},
        "from": run.start.isoformat(),
        "to": (run.end - ONE_DAY).isoformat(),
        "as_of": run.as_of.isoformat(),
        "asked_at": run.requested_at.isoformat(),
        "asked_by": {"name": by.name, "organisation": by.organisation.name} if by else None,
        "computed_at": run.finished_at.isoformat(),
        "definitions": None,
        "program": None,
        "input": None,
        "words_since": today.isoformat(),
    }


def _table(words, rows):
    """A table with its words. The names of rows that are data of the programme were kept with them."""
    labels = words["labels"]
    made = []
    for row in rows:
        label = row.get("names") or labels.get(row["code"], {"da": row["code"], "en": row["code"]})
        named = {} if row["code"] == "total" else {"label": label}
        made.append({"code": row["code"], "values": row["values"], "people": row["people"]} | named)
    parents = {row["code"]: row["parent"] for row in rows if row.get("parent")}
    kept = {key: value for key, value in words.items() if key != "labels"}
    return kept | {"rows": made, "relations": words["relations"] | {"parents": parents}}


def forwards(apps, schema_editor):
    runs = apps.get_model("reporting", "ReportRun").objects
    today = timezone.localdate()
    schema_editor.execute("ALTER TABLE reporting_reportrun DISABLE TRIGGER result_frozen")
    done = runs.filter(result__version=1).select_related("programme__organisation", "requested_by__organisation")
    for run in done.iterator():
        runs.filter(pk=run.pk).update(result=with_words(run, today))
    schema_editor.execute("ALTER TABLE reporting_reportrun ENABLE TRIGGER result_frozen")
    runs.filter(result__isnull=True).exclude(parts={}).update(parts={}, steps_done=0)


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0009_targets_money_statistics'),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

"""Loading the items that come with the system, adding one's own, and putting a questionnaire together."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import record
from cases.core.errors import Refused
from cases.programmes.models import Programme
from cases.questionnaires.definition import Item, UnreadableItem
from cases.questionnaires.library import EDITIONS, edition
from cases.questionnaires.models import ItemVersion, Questionnaire, QuestionnaireItem
from cases.records.actions import lock, write
from cases.records.turns import wait_for_turn
from cases.staff.models import User


@transaction.atomic
def load_items(*, by: User | None, at: datetime) -> int:
    """Add the items that come with the system, as far as they are not there yet. Returns how many were added."""
    wait_for_turn("load items")
    there = set(ItemVersion.objects.values_list("code", "edition"))
    added = 0
    for name in EDITIONS:
        for code, definition in edition(name).items():
            if (code, name) not in there:
                add_item(by=by, at=at, code=code, edition=name, definition=definition)
                added += 1
    return added


@transaction.atomic
def add_item(*, by: User | None, at: datetime, code: str, edition: str, definition: Mapping[str, Any]) -> ItemVersion:
    """Add one version of an item. Raises `Refused` where it is there, or where the definition cannot be read."""
    try:
        Item.of(code, edition, definition)
    except UnreadableItem as error:
        said = _("The definition of the item is incomplete: %(what)s.")
        raise Refused(said % {"what": error.__cause__}) from error
    row = ItemVersion(code=code, edition=edition, definition=json.dumps(definition, default=str, ensure_ascii=False))
    return write(row, by=by, at=at)


@transaction.atomic
def ask(*, by: User | None, at: datetime, programme: Programme, items: Sequence[ItemVersion]) -> Questionnaire:
    """Let the reports of the programme ask these items, in this order, from now on. Earlier ones stay as they are."""
    programme = lock(programme)
    codes = [item.code for item in items]
    if not codes:
        raise Refused(_("Choose at least one item."))
    if len(set(codes)) < len(codes):
        raise Refused(_("An item can be asked in one version only."))
    latest = programme.questionnaires.aggregate(latest=Max("number"))["latest"] or 0
    questionnaire = write(Questionnaire(programme=programme, number=latest + 1), by=by, at=at)
    for position, item in enumerate(items):
        write(QuestionnaireItem(questionnaire=questionnaire, version_asked=item, position=position), by=by, at=at)
    if by is not None:
        record(AuditAction.CREATED, by=by, at=at, target=questionnaire)
    return questionnaire

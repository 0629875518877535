"""What a user says of the columns of a file is there when the next file comes, for that user alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.imports.actions import remember_mapping
from cases.imports.mapping_rules import LEFT_OUT, Wanted
from cases.imports.models import ColumnMapping
from cases.imports.queries import mapping_for
from tests.clock import NOW
from tests.factories.cases import ColumnMappingFactory, ProgrammeFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

HEADINGS = ["Nr.", "Skrevet", "Bil"]
WANTED = [Wanted("enrolment"), Wanted("report_on")]
CHOSEN = {"Nr.": "enrolment", "Skrevet": "report_on", "Bil": LEFT_OUT}


def remember(user, chosen=CHOSEN, headings=HEADINGS, **kind):
    facts = {"purpose": "status_reports", "headings": headings, "wanted": WANTED, "chosen": chosen} | kind
    return remember_mapping(by=user, at=NOW, **facts)


def told(user, headings=HEADINGS, **kind):
    return mapping_for(user, **{"purpose": "status_reports", "headings": headings} | kind)


def test_it_is_there_for_the_same_headings_in_any_order():
    user = UserFactory()
    remember(user)
    assert told(user) == told(user, ["Bil", "Skrevet", "Nr."]) == CHOSEN
    assert told(user, ["Nr.", "Skrevet"]) == {}


def test_it_is_of_one_user_one_purpose_and_one_programme():
    user, programme = UserFactory(), ProgrammeFactory()
    remember(user)
    remember(user, {"Nr.": "report_on"}, programme=programme)
    assert told(user) == CHOSEN
    assert told(user, programme=programme) == {"Nr.": "report_on"}
    assert told(user, programme=ProgrammeFactory()) == told(user, purpose="people") == told(UserFactory()) == {}


def test_the_last_choice_stands_and_the_ones_before_are_in_the_history():
    user = UserFactory()
    first = remember(user)
    row = remember(user, {"Skrevet": "report_on"})
    assert (row.pk, row.version, told(user)) == (first.pk, 2, {"Skrevet": "report_on"})
    assert [one.fields for one in row.history.order_by("history_id")] == [CHOSEN, {"Skrevet": "report_on"}]


def test_the_same_choice_again_writes_nothing():
    user = UserFactory()
    remember(user)
    before = AuditEvent.objects.count()
    row = remember_mapping(
        by=user, at=NOW + timedelta(1), purpose="status_reports", headings=HEADINGS, wanted=WANTED, chosen=CHOSEN
    )
    assert (row.version, AuditEvent.objects.count()) == (1, before)


def test_the_trail_says_how_many_columns_and_none_of_their_headings():
    user = UserFactory()
    remember(user)
    event = AuditEvent.objects.get(target="cases.columnmapping")
    assert (event.action, event.by, event.at, event.facts) == ("created", user, NOW, {"columns": 3})
    remember(user, {})
    assert AuditEvent.objects.filter(target="cases.columnmapping").latest("pk").action == "changed"


def test_a_choice_of_what_is_not_there_is_refused():
    with pytest.raises(Refused):
        remember(UserFactory(), {"Navn": "enrolment"})
    assert not ColumnMapping.objects.exists()


def test_nobody_sees_what_another_has_chosen():
    row = ColumnMappingFactory()
    assert list(ColumnMapping.objects.visible_to(row.user)) == [row]
    assert not ColumnMapping.objects.visible_to(UserFactory()).exists()


@pytest.mark.parametrize("has_programme", [True, False])
def test_the_database_keeps_one_for_the_same_headings(has_programme):
    kind = {"user": UserFactory(), "programme": ProgrammeFactory() if has_programme else None}
    ColumnMappingFactory(**kind)
    ColumnMappingFactory(**kind, fingerprint="1" * 64)
    with pytest.raises(IntegrityError, match="column_mapping_once"), transaction.atomic():
        ColumnMappingFactory(**kind)

"""The tables that a migration makes all at once go again when it is taken back, and come again as they were."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
SCHEMA = """
    SELECT 'column', table_name::text, column_name::text, data_type::text || is_nullable || coalesce(collation_name, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'rule', conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', tablename::text, indexname::text, indexdef
    FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', '', proname::text, pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')
"""


def schema() -> set[tuple[str, ...]]:
    """Everything that the database holds apart from rows."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return set(cursor.fetchall())


def test_what_is_taken_back_leaves_nothing_and_comes_again_as_it_was():
    """Housing and reporting stand on the tables of cases, and go before them."""
    before = schema()
    assert {kind for kind, *_rest in before} == {"column", "rule", "index", "trigger", "function"}
    call_command("migrate", "cases", "zero", verbosity=0)
    assert [row for row in schema() if re.match("(cases|housing|reporting)_", row[1] or row[2])] == []
    call_command("migrate", verbosity=0)
    assert schema() == before

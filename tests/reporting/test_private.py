"""A file that a command writes is for its owner's eyes only."""

import pytest
from django.core.management.base import CommandError

from reporting.management.private import write_private


def test_nobody_else_reads_the_file(tmp_path):
    path = tmp_path / "export.csv"
    write_private(path, b"navne")
    assert path.read_bytes() == b"navne"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_is_said_with_its_reason(tmp_path):
    with pytest.raises(CommandError, match=r"Cannot write .*missing/export\.csv: No such file"):
        write_private(tmp_path / "missing" / "export.csv", b"")

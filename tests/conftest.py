"""What every test begins with."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """The users' first language, whatever the test before left behind in the thread."""
    with override("da"):
        yield

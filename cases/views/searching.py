"""What somebody typed to find a young person."""

from django.http import HttpRequest

LONGEST = 100  # letters; more is a note pasted into the wrong box


def searched(request: HttpRequest) -> str:
    """The words of a search by name, which are sent by POST so that they stand in no address."""
    return request.POST.get("q", "").strip()[:LONGEST]

"""The young person a page is about, among whom the user may see."""

from django.shortcuts import get_object_or_404

from cases.people.models import Person
from cases.staff.gate import UserRequest


def person_of(request: UserRequest, reference: str) -> Person:
    """The young person, or 404."""
    return get_object_or_404(Person.objects.visible_to(request.user), reference=reference)

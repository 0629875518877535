"""The young person a page is about, among whom the user may see, and a form about them."""

from typing import Any

from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from cases.pages.views import form_page
from cases.people.models import Person
from cases.people.views import person_link
from cases.staff.gate import UserRequest


def person_of(request: UserRequest, reference: str) -> Person:
    """The young person, or 404."""
    return get_object_or_404(Person.objects.visible_to(request.user), reference=reference)


def person_page(request: UserRequest, form: BaseForm, person: Person, **page: Any) -> HttpResponseBase:
    """A form about a young person."""
    return form_page(request, form, above=[person_link(person)], person=person, **page)

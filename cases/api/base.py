"""What every endpoint shares: rights, rows the user may see, the log of reads, errors as answers."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import translation
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, UnsupportedMediaType, ValidationError
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from cases.api.requests import NUMBERS, faults
from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.errors import Doubtful, Refused
from cases.people.models import Person
from cases.staff.gate import UserRequest
from cases.staff.models import User
from cases.staff.policy import Right, may

M = TypeVar("M", bound=Model)
CASE_RIGHTS = (Right.WORK_CASES,)
EVERY_RIGHT = tuple(Right)


class Conflict(APIException):
    """The request is well formed and cannot be carried out: messages by field, as with bad input."""

    status_code = status.HTTP_409_CONFLICT


class HoldsRight(BasePermission):
    """The user holds one of the rights that the view names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return any(may(signed_in(request), right) for right in getattr(view, "rights", ()))


class Answering(GenericViewSet[M], Generic[M]):
    """What is asked by somebody with one of `rights`, in a language of theirs, with the parameters that it knows."""

    rights: ClassVar[tuple[Right, ...]] = CASE_RIGHTS
    permission_classes = (IsAuthenticated, HoldsRight)

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, and speak the user's own language where the request does not name one."""
        super().perform_authentication(request)
        sent = plain(request)
        says_nothing = "Accept-Language" not in sent.headers and settings.LANGUAGE_COOKIE_NAME not in sent.COOKIES
        if says_nothing and request.user.is_authenticated:
            translation.activate(signed_in(request).language)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what the address says and no one listens to, once the user is let through."""
        super().initial(request, *args, **kwargs)
        if self.action and (found := faults(plain(request).GET, self.known_parameters())):
            raise ValidationError(found)
        if self.action == "create" and not self.get_content_negotiator().select_parser(request, self.get_parsers()):
            # Said before the body is read: of a form that Django has read already, the framework would find nothing.
            raise UnsupportedMediaType(request.content_type)

    def known_parameters(self) -> Collection[str]:
        """The names that an address of the action may have."""
        return ()


class Reading(ReadOnlyModelViewSet[M], Answering[M], Generic[M]):
    """List and retrieve. Only rows that `visible_to` gives; a row out of reach is a 404 like one that is not there.

    `shows_people` is false for records that are not about young people; their reading is not logged.
    """

    shows_people: ClassVar[bool] = True
    filterset_class: ClassVar[Any]
    lookup_value_regex = "[0-9]{1,18}"

    def known_parameters(self) -> Collection[str]:
        """A list takes its filters and pages, a record nothing."""
        return {*self.filterset_class.base_filters, *NUMBERS} if self.action == "list" else ()

    def get_queryset(self) -> QuerySet[M]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return self.visible(rows, signed_in(self.request))

    def visible(self, rows: QuerySet[M], user: User) -> QuerySet[M]:
        """The rows the user may see; for most records what their queryset says."""
        return cast("QuerySet[M]", rows.visible_to(user))  # type: ignore[attr-defined]

    def people_of(self, record: M) -> list[Person]:
        """The young people whose data a retrieved record shows."""
        return [record if isinstance(record, Person) else record.person]  # type: ignore[attr-defined]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().list(request, *args, **kwargs)
        if self.shows_people:
            shown = sorted({reference for row in response.data["results"] for reference in references(row)})
            note_read(plain(request), AuditAction.LISTED, page=f"api:{self.basename}", shown=shown)
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        record = self.get_object()
        if self.shows_people:
            for person in self.people_of(record):
                note_read(plain(request), AuditAction.OPENED, person=person, target=record, page="api")
        return Response(self.get_serializer(record).data)


def references(row: Mapping[str, Any]) -> Iterator[str]:
    """The reference numbers of the young people that one row of an answer is about."""
    if "people" in row:
        yield from row["people"]
    elif reference := row.get("person", row.get("reference")):
        yield reference


def signed_in(request: Request) -> User:
    """The user behind a request that the permissions have let through."""
    return cast("User", request.user)


def plain(request: Request) -> UserRequest:
    """Django's own request inside the framework's: the one the audit middleware sees."""
    return cast("UserRequest", request._request)  # noqa: SLF001  the framework offers no other way


def answer_errors(error: Exception, context: dict[str, Any]) -> Response | None:
    """A refused action is a conflict with how things stand; everything else as the framework answers it.

    400 says that the request is not as described: a program can be mended. 409 says that it is, and that the rules
    refuse what it asks for, a day in the future or a young person out of reach, or ask whether a value is right.
    """
    if isinstance(error, Http404):
        error = NotFound()  # what Django says of a missing record is for developers
    elif isinstance(error, Doubtful):
        error = Conflict({doubt.field: [doubt.question] for doubt in error.doubts})
    elif isinstance(error, Refused):
        error = Conflict({error.field or "non_field_errors": [str(error.message)]})
    return exception_handler(error, context)

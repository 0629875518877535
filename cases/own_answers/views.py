"""The view for the young person: opened by the worker, who is logged out; answered once; and the way back."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from cases.core.errors import Refused
from cases.enrolments.models import Enrolment
from cases.own_answers.actions import decline, open_for_young_person, take_answers
from cases.own_answers.forms import OwnAnswersForm
from cases.own_answers.models import OwnAnswers
from cases.own_answers.queries import by_token, hashed, items_for
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from cases.statusreports.codes import ReportKind

GONE, NOT_FOUND = 410, 404

LANGUAGES = {"da": "Dansk", "en": "English"}


@require_POST
@needs(Right.WORK_CASES)
def hand_over(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """Open the questions for the young person, and log the user out: the phone goes out of their hands."""
    enrolment = get_object_or_404(Enrolment.objects.visible_to(request.user), pk=pk)
    if kind not in ReportKind.values:
        raise Http404
    try:
        token = open_for_young_person(by=request.user, at=timezone.now(), enrolment=enrolment, kind=kind)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("cases:report_new", pk, kind)
    logout(request)
    return redirect("cases:own_answers", token)


@login_not_required
def own_answers(request: HttpRequest, token: str) -> HttpResponseBase:
    """The questions, for whoever holds the token, once. Nothing here says whose report it is."""
    spoken = request.POST.get("speak") or request.POST.get("language") or request.GET.get("language", "")
    with translation.override(spoken if spoken in LANGUAGES else translation.get_language()):
        response = _answer(request, token)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponseBase:
    row, now = by_token(token), timezone.now()
    if row is None:
        return _said(request, "", "unknown", status=NOT_FOUND)
    if not row.is_open(now):
        return _said(request, token, _ended(row), status=GONE)
    form = OwnAnswersForm(
        request.POST if request.method == "POST" else None,
        items=items_for(row.enrolment, row.kind, row.questionnaire.asked),
    )
    if request.method == "POST" and "speak" not in request.POST:
        try:
            if "decline" in request.POST:
                decline(at=now, row=row)
                return _said(request, token, "declined")
            if form.is_valid():
                take_answers(at=now, row=row, answers=form.answers())
                return _said(request, token, "thanks")
        except Refused:
            return _said(request, token, _ended(OwnAnswers.objects.get(pk=row.pk)), status=GONE)
    return render(request, "cases/own_answers/questions.html", _context(token) | {"form": form})


def _ended(row: OwnAnswers) -> str:
    """Why a view is open no more."""
    if row.answers:
        return "answered"
    return "closed" if row.ended_at else "expired"


def _said(request: HttpRequest, token: str, what: str, *, status: int = 200) -> HttpResponseBase:
    """A page with one sentence, and the way back for the worker, who logs in there."""
    context = _context(token) | {"what": what}
    return render(request, "cases/own_answers/said.html", context, status=status)


def _context(token: str) -> dict[str, object]:
    language = translation.get_language()
    return {"token": token, "language": language, "languages": LANGUAGES}


@needs(Right.WORK_CASES)
def own_answers_back(request: UserRequest, token: str) -> HttpResponseBase:
    """Back to the report, for the user who handed the phone over; whoever else holds it is asked to log in."""
    row = get_object_or_404(OwnAnswers.objects.visible_to(request.user), token_hash=hashed(token))
    return redirect("cases:report_new", row.enrolment_id, row.kind)

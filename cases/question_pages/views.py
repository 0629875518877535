"""The questions of a programme: listed, added, changed, ordered, left out."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.pages.views import Link, Told, done, form_page, link, saved
from cases.programmes.models import Programme
from cases.question_pages import actions as act
from cases.question_pages import forms
from cases.question_pages.preview import preview
from cases.question_pages.queries import asked_now, is_own, offered, times_answered, versions_asked
from cases.question_pages.rules import declared
from cases.questionnaires.definition import Item
from cases.questionnaires.models import ItemVersion
from cases.questionnaires.queries import current
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right

FORM = "cases/question_pages/form.html"


@needs(Right.EDIT_STEPS)
def questions(request: UserRequest, code: str) -> HttpResponseBase:
    """What the programme asks: which version, since when, and when."""
    programme = _programme(request, code)
    form = forms.QuestionFilter(request.GET)
    asked = asked_now(programme)
    context = {
        "programme": programme,
        "form": form,
        "rows": [row for row in asked if form.fits(row.item)],
        "total": len(asked),
        "when": forms.WHEN,
        "types": forms.ALL_TYPES,
    }
    return render(request, "cases/question_pages/list.html", context)


@needs(Right.EDIT_STEPS)
def question_new(request: UserRequest, code: str) -> HttpResponseBase:
    """Add a question of the programme's own."""
    now, programme = timezone.now(), _programme(request, code)
    asked = [version.item for version in versions_asked(programme)]
    form = forms.QuestionForm(request.POST or None, earlier=asked)

    def save(told: Told) -> HttpResponseBase:
        after = "" if told["after"] == forms.FIRST else told["after"]
        act.add_question(by=request.user, at=now, programme=programme, wording=form.wording(), after=after)
        return done(request, _("The question is added. It is asked from the next report on."), "cases:questions", code)

    return _previewed(request, form, programme) or (
        saved(request, form, save) or _page(request, form, programme, title=_("New question"), template=FORM)
    )


@needs(Right.EDIT_STEPS)
def question(request: UserRequest, code: str, pk: int) -> HttpResponseBase:
    """One question as it will look in the form; one of the programme's own can be changed."""
    now, programme = timezone.now(), _programme(request, code)
    version, earlier = _asked(programme, pk)
    if not is_own(version):
        context = {"programme": programme, "version": version, "shown": preview(version.item, timezone.localdate(now))}
        return render(request, "cases/question_pages/question.html", context)
    form = forms.QuestionChangeForm(
        request.POST or None,
        earlier=earlier,
        before=version.item,
        agree=_agreement(times_answered(programme, version)),
        initial=forms.as_written(version.item, timezone.localdate(now)),
    )

    def save(_told: Told) -> HttpResponseBase:
        act.change_question(by=request.user, at=now, programme=programme, version=version, wording=form.wording())
        return done(request, _("The question is changed from the next report on."), "cases:questions", code)

    remove = link(_("Leave out of the reports"), "cases:question_leave_out", code, pk)
    page: dict[str, Any] = {"title": version.item.label, "template": FORM, "remove": remove, "written": version}
    return _previewed(request, form, programme, **page) or (
        saved(request, form, save)
        or _page(request, form, programme, shown=preview(version.item, timezone.localdate(now)), **page)
    )


def _agreement(answered: int) -> str:
    """What changing a question means, and how many reports hold an answer to it."""
    if not answered:
        return _("Yes, ask it in this way from now on. No report has answered it yet.")
    return ngettext(
        "Yes, ask it in this way from now on. %(number)d report has answered it as it was, and stays as it is.",
        "Yes, ask it in this way from now on. %(number)d reports have answered it as it was, and stay as they are.",
        answered,
    ) % {"number": answered}


@needs(Right.EDIT_STEPS)
def question_take_in(request: UserRequest, code: str) -> HttpResponseBase:
    """Ask a question that there is already: of the documentation, or one that was left out."""
    programme = _programme(request, code)
    choice = offered(programme, request.user)
    asked = [version.item for version in versions_asked(programme)]
    form = forms.TakeInForm(request.POST or None, offered=choice, asked=asked)

    def save(told: Told) -> HttpResponseBase:
        version = next(row for row in choice if str(row.pk) == told["question"])
        after = "" if told["after"] == forms.FIRST else told["after"]
        act.take_in(by=request.user, at=timezone.now(), programme=programme, version=version, after=after)
        return done(request, _("The question is asked from the next report on."), "cases:questions", code)

    return saved(request, form, save) or _page(request, form, programme, title=_("Ask one that there is"))


@needs(Right.EDIT_STEPS)
def question_leave_out(request: UserRequest, code: str, pk: int) -> HttpResponseBase:
    """Ask a question no more."""
    programme = _programme(request, code)
    version, _earlier = _asked(programme, pk)
    form = forms.LeaveOutForm(request.POST if request.method == "POST" else None)

    def save(_told: Told) -> HttpResponseBase:
        act.leave_out(by=request.user, at=timezone.now(), programme=programme, version=version)
        return done(request, _("The question is no longer asked."), "cases:questions", code)

    said = [
        _("Reports that have answered it: %(number)d. They stay readable and counted.")
        % {"number": times_answered(programme, version)},
        _("It is not in the form from the next report on, and can be taken in again."),
    ]
    page: dict[str, Any] = {"title": _("Leave out “{question}”?").format(question=version.item.label)}
    page |= {"consequences": said, "submit": _("Leave out"), "danger": True, "here": _("Leave out")}
    return saved(request, form, save) or _page(request, form, programme, **page)


@needs(Right.EDIT_STEPS)
def question_order(request: UserRequest, code: str) -> HttpResponseBase:
    """Put the questions in another order."""
    programme = _programme(request, code)
    questionnaire = current(programme)
    if questionnaire is None:
        raise Http404
    initial = {"number": questionnaire.number}
    form = forms.OrderForm(request.POST or None, asked=questionnaire.asked, initial=initial)

    def save(told: Told) -> HttpResponseBase:
        place = {"codes": form.codes(), "number": told["number"]}
        act.reorder(by=request.user, at=timezone.now(), programme=programme, **place)
        return done(request, _("The order is saved. It holds from the next report on."), "cases:questions", code)

    text = _("The lowest number is asked first. What depends on an answer stands after it.")
    return saved(request, form, save) or _page(request, form, programme, title=_("Order of the questions"), text=text)


def _programme(request: UserRequest, code: str) -> Programme:
    return get_object_or_404(Programme.objects.set_up_by(request.user), code=code)


def _asked(programme: Programme, pk: int) -> tuple[ItemVersion, list[Item]]:
    """A version that the programme asks now, and the items before it. What it asks no more is not there."""
    asked = versions_asked(programme)
    place = next((number for number, version in enumerate(asked) if version.pk == pk), None)
    if place is None:
        raise Http404
    return asked[place], [version.item for version in asked[:place]]


def _previewed(
    request: UserRequest, form: forms.QuestionFields, programme: Programme, **more: Any
) -> HttpResponseBase | None:
    """The page with the question as it would look, where that is what was asked for; nothing is saved."""
    if "preview" not in request.POST:
        return None
    shown: Mapping[str, Any] = {"title": _("New question"), "template": FORM} | more
    block = None
    if "agreed" in form.fields:
        form.fields["agreed"].required = False
    if form.is_valid():
        today = timezone.localdate()
        item = Item.of("preview", "", declared(form.wording(), today=today))
        block = preview(item, today)
    return _page(request, form, programme, shown=block, is_preview=True, **shown)


def _above(programme: Programme) -> list[Link]:
    return [
        link(programme.name, "cases:programme", programme.code),
        link(_("Questions"), "cases:questions", programme.code),
    ]


def _page(request: UserRequest, form: Any, programme: Programme, **more: Any) -> HttpResponseBase:
    return form_page(request, form, above=_above(programme), programme=programme, **more)

"""The money and hours of a programme: one page, its forms, and the file. A lead writes, an evaluator reads."""

from datetime import datetime

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.views import Link, Told, done, form_page, link, saved
from cases.programmes.models import Post, Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from reporting.funding import actions as act
from reporting.funding.models import Funding, FundingQuerySet
from reporting.funding.queries import money_of
from reporting.funding.rules import Quarter
from reporting.steering import forms
from reporting.steering.reading import checks, hours_text, kroner, money_sheet, money_tables, summed_up
from reporting.steering.target_views import is_led, reported, sheet_file


@require_safe
@needs(Right.RUN_REPORTS)
def money(request: UserRequest, code: str) -> HttpResponseBase:
    """Who pays, what it is spent on, and what was used, with the checks of the arithmetic on top."""
    programme = reported(request, code)
    found = money_of(programme, timezone.localdate())
    context = {
        "programme": programme,
        "sources": [(one, kroner(one.amount)) for one in found.sources],
        "lines": [(one, kroner(one.line.amount), summed_up(one.used)) for one in found.lines],
        "posts": [(one, hours_text(one.planned), summed_up(one.worked, hours_text)) for one in found.posts],
        "checks": checks(found),
        "tables": money_tables(found),
        "may_set": is_led(request, programme),
    }
    return render(request, "reporting/steering/money.html", context)


@require_safe
@needs(Right.RUN_REPORTS)
def money_file(request: UserRequest, code: str, form: str) -> HttpResponseBase:
    """Money and hours as a file."""
    programme, now = reported(request, code), timezone.now()
    found = money_of(programme, timezone.localdate(now))
    return sheet_file(request, programme, money_sheet(found, now, request.user.name), form)


@needs(Right.EDIT_STEPS)
def add(request: UserRequest, code: str) -> HttpResponseBase:
    """Add a source of money or a budget line."""
    programme = get_object_or_404(Programme.objects.led_by(request.user), code=code)
    form = forms.FundingForm(request.POST or None)

    def save(_told: Told) -> HttpResponseBase:
        act.add_funding(by=request.user, at=timezone.now(), programme=programme, **form.facts())
        return _saved(request, programme)

    title = _("New source or budget line")
    return saved(request, form, save) or form_page(request, form, title=title, above=_above(programme))


@needs(Right.EDIT_STEPS)
def edit(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a source of money or a budget line."""
    row = _funding(request, pk)
    form = forms.FundingChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        act.change_funding(by=request.user, at=timezone.now(), funding=row, version=told["version"], **form.facts())
        return _saved(request, row.programme)

    remove = link(_("Take it out"), "reporting:funding_remove", pk)
    title = _("Change: %(what)s") % {"what": row}
    return saved(request, form, save) or form_page(
        request, form, title=title, above=_above(row.programme), remove=remove
    )


@needs(Right.EDIT_STEPS)
def take_out(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a source or a budget line out, with a reason."""
    row = _funding(request, pk)
    form, programme = forms.ReasonForm(request.POST or None), row.programme

    def save(told: Told) -> HttpResponseBase:
        act.remove_funding(by=request.user, at=timezone.now(), funding=row, why=told["why"])
        return _saved(request, programme)

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("Take out: %(what)s?") % {"what": row},
        above=_above(programme),
        consequences=[_("What was used of it goes with it. Reports that are made keep it.")],
        submit=_("Take out"),
        danger=True,
    )


@needs(Right.EDIT_STEPS)
def used(request: UserRequest, pk: int) -> HttpResponseBase:
    """Write what was used of a budget line in a quarter."""
    row = get_object_or_404(_set_by(request).filter(kind=Funding.Kinds.EXPENSE), pk=pk)
    now = timezone.now()
    form = forms.UsedForm(request.POST or None, initial=_quarter_before(now))

    def save(told: Told) -> HttpResponseBase:
        act.use_money(by=request.user, at=now, line=row, quarter=form.told_quarter, amount=told["amount"])
        return _saved(request, row.programme)

    title = _("Used: %(what)s") % {"what": row}
    return saved(request, form, save) or form_page(request, form, title=title, above=_above(row.programme))


@needs(Right.EDIT_STEPS)
def worked(request: UserRequest, pk: int) -> HttpResponseBase:
    """Write the hours worked in a post in a quarter."""
    row = _post(request, pk)
    now = timezone.now()
    form = forms.WorkedForm(request.POST or None, initial=_quarter_before(now))

    def save(told: Told) -> HttpResponseBase:
        act.use_hours(by=request.user, at=now, post=row, quarter=form.told_quarter, hours=told["hours"])
        return _saved(request, row.programme)

    title = _("Hours worked: %(what)s") % {"what": row}
    return saved(request, form, save) or form_page(request, form, title=title, above=_above(row.programme))


@needs(Right.EDIT_STEPS)
def hours(request: UserRequest, pk: int) -> HttpResponseBase:
    """Say that a post has other hours a week for a period."""
    row = _post(request, pk)
    form = forms.HoursForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.set_hours(
            by=request.user,
            at=timezone.now(),
            post=row,
            start=told["start"],
            end=told["end"],
            weekly_hours=told["weekly_hours"],
        )
        return _saved(request, row.programme)

    title = _("Other hours: %(what)s") % {"what": row}
    lead = _("The post has %(hours)s hours a week where nothing else is said.") % {"hours": row.weekly_hours}
    return saved(request, form, save) or form_page(request, form, title=title, lead=lead, above=_above(row.programme))


def _quarter_before(now: datetime) -> dict[str, int]:
    """The quarter that ended last: the one that is written of, as a rule."""
    last = Quarter.of(timezone.localdate(now)).before
    return {"year": last.year, "quarter": last.number}


def _set_by(request: UserRequest) -> FundingQuerySet:
    return Funding.objects.set_by(request.user).select_related("programme")


def _funding(request: UserRequest, pk: int) -> Funding:
    return get_object_or_404(_set_by(request), pk=pk)


def _post(request: UserRequest, pk: int) -> Post:
    led = Post.objects.filter(programme__in=Programme.objects.led_by(request.user))
    return get_object_or_404(led.select_related("programme"), pk=pk)


def _saved(request: UserRequest, programme: Programme) -> HttpResponseBase:
    return done(request, _("Money and hours are saved."), "reporting:money", programme.code)


def _above(programme: Programme) -> list[Link]:
    return [(programme.name, reverse("reporting:money", args=[programme.code]))]

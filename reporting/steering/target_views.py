"""The targets of a programme: listed, set, changed, counted, taken out, and as a file. A lead sets them."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.pages.views import Link, Told, done, form_page, link, saved
from cases.programmes.models import Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right, may
from reporting.sheets.writing import SHEETS, Sheet
from reporting.steering import forms
from reporting.steering.reading import ShownTarget, targets_sheet
from reporting.targets import actions as act
from reporting.targets.codes import MeasuredBy, TargetKind
from reporting.targets.models import Target, TargetQuerySet
from reporting.targets.queries import readings


@require_safe
@needs(Right.RUN_REPORTS)
def overview(request: UserRequest) -> HttpResponseBase:
    """The programmes whose targets and money the user reads."""
    rows = Programme.objects.reported_to(request.user).select_related("organisation")
    return render(request, "reporting/steering/overview.html", {"programmes": rows})


@require_safe
@needs(Right.RUN_REPORTS)
def listed(request: UserRequest, code: str) -> HttpResponseBase:
    """Every target of a programme with how it stands today."""
    programme = reported(request, code)
    found = _shown(programme)
    groups = [(kind.label, [one for one in found if one.reading.target.kind == kind]) for kind in TargetKind if found]
    context = {
        "programme": programme,
        "groups": groups,
        "may_set": is_led(request, programme),
        "by_hand": MeasuredBy.HAND,
    }
    return render(request, "reporting/steering/targets.html", context)


@require_safe
@needs(Right.RUN_REPORTS)
def download(request: UserRequest, code: str, form: str) -> HttpResponseBase:
    """The targets as a file."""
    programme = reported(request, code)
    sheet = targets_sheet(programme, _shown(programme), timezone.now(), request.user.name)
    return sheet_file(request, programme, sheet, form)


@needs(Right.EDIT_STEPS)
def new(request: UserRequest, code: str) -> HttpResponseBase:
    """Set a target."""
    programme = get_object_or_404(Programme.objects.led_by(request.user), code=code)
    form = forms.TargetForm(request.POST or None, programme=programme, initial={"start": programme.start})

    def save(told: Told) -> HttpResponseBase:
        act.set_target(
            by=request.user,
            at=timezone.now(),
            programme=programme,
            start=told["start"],
            value=told["value"],
            **form.facts(),
        )
        return done(request, _("The target is set."), "reporting:targets", code)

    return saved(request, form, save) or form_page(request, form, title=_("New target"), above=_above(programme))


@needs(Right.EDIT_STEPS)
def change(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change what a target says of itself."""
    target = _target(request, pk)
    form = forms.TargetChangeForm(
        request.POST or None, instance=target, programme=target.programme, initial={"version": target.version}
    )

    def save(told: Told) -> HttpResponseBase:
        act.change_target(by=request.user, at=timezone.now(), target=target, version=told["version"], **form.facts())
        return done(request, _("The target is changed."), "reporting:targets", target.programme.code)

    remove = link(_("Take it out of the programme"), "reporting:target_remove", pk)
    return saved(request, form, save) or form_page(
        request, form, title=_("Change: %(what)s") % {"what": target}, above=_above(target.programme), remove=remove
    )


@needs(Right.EDIT_STEPS)
def revise(request: UserRequest, pk: int) -> HttpResponseBase:
    """Give a target another value from a day on."""
    target, now = _target(request, pk), timezone.now()
    form = forms.ReviseForm(request.POST or None, initial={"start": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        act.revise_target(
            by=request.user,
            at=now,
            target=target,
            start=told["start"],
            value=told["value"],
            why=told["why"],
        )
        return done(request, _("The target has a new value."), "reporting:targets", target.programme.code)

    return saved(request, form, save) or form_page(
        request, form, title=_("New value: %(what)s") % {"what": target}, above=_above(target.programme)
    )


@needs(Right.EDIT_STEPS)
def count(request: UserRequest, pk: int) -> HttpResponseBase:
    """Write down what was counted by hand."""
    target = get_object_or_404(_set_by(request).filter(measured_by=MeasuredBy.HAND), pk=pk)
    now = timezone.now()
    form = forms.CountForm(request.POST or None, initial={"on": timezone.localdate(now)})

    def save(told: Told) -> HttpResponseBase:
        act.count_by_hand(by=request.user, at=now, target=target, on=told["on"], number=told["number"])
        return done(request, _("The count is saved."), "reporting:targets", target.programme.code)

    return saved(request, form, save) or form_page(
        request, form, title=_("Count: %(what)s") % {"what": target}, above=_above(target.programme)
    )


@needs(Right.EDIT_STEPS)
def remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a target out, with a reason."""
    target = _target(request, pk)
    form, code = forms.ReasonForm(request.POST or None), target.programme.code

    def save(told: Told) -> HttpResponseBase:
        act.take_out(by=request.user, at=timezone.now(), target=target, why=told["why"])
        return done(request, _("The target is taken out."), "reporting:targets", code)

    return saved(request, form, save) or form_page(
        request,
        form,
        title=_("Take out: %(what)s?") % {"what": target},
        above=_above(target.programme),
        consequences=[_("Its values and counts go with it. Reports that are made keep it.")],
        submit=_("Take out"),
        danger=True,
    )


def reported(request: UserRequest, code: str) -> Programme:
    """A programme that the user reports on."""
    return get_object_or_404(Programme.objects.reported_to(request.user), code=code)


def is_led(request: UserRequest, programme: Programme) -> bool:
    """Whether the user sets the programme's targets and money."""
    led = Programme.objects.led_by(request.user).filter(pk=programme.pk)
    return may(request.user, Right.EDIT_STEPS) and led.exists()


def sheet_file(request: UserRequest, programme: Programme, sheet: Sheet, form: str) -> HttpResponse:
    """A sheet as the file that was asked for; noted as taken out."""
    if form not in SHEETS:
        raise Http404
    note_read(request, AuditAction.EXPORTED, target=programme, form=form, table=sheet.name)
    content_type, write = SHEETS[form]
    response = HttpResponse(write(sheet), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}-{programme.code}.{form}"'
    return response


def _shown(programme: Programme) -> list[ShownTarget]:
    now = timezone.now()
    return [ShownTarget(one) for one in readings(programme, as_of=timezone.localdate(now), known_at=now)]


def _set_by(request: UserRequest) -> TargetQuerySet:
    return Target.objects.set_by(request.user).select_related("programme", "reference")


def _target(request: UserRequest, pk: int) -> Target:
    return get_object_or_404(_set_by(request), pk=pk)


def _above(programme: Programme) -> list[Link]:
    return [(programme.name, reverse("reporting:targets", args=[programme.code]))]

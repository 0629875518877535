"""Programmes: facts, phases, steps, norms, posts and partners. A lead edits steps, an administrator all."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.audit.history import changes_in
from cases.core.codes import Label
from cases.pages.views import PAGE, Told, done, form_page, link, saved
from cases.programmes import actions as act
from cases.programmes import forms
from cases.programmes.models import CaseloadNorm, Partnership, PhaseStep, PhaseTemplate, Post, Programme
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right, may


@dataclass(frozen=True)
class PartPage:
    """How one kind of part is added and changed."""

    model: type[CaseloadNorm] | type[Post] | type[Partnership]
    form: type[Any]
    change_form: type[Any]
    new: Label


PARTS = {
    "norm": PartPage(CaseloadNorm, forms.NormForm, forms.NormChangeForm, gettext_lazy("New caseload norm")),
    "post": PartPage(Post, forms.PostForm, forms.PostChangeForm, gettext_lazy("New post")),
    "partner": PartPage(Partnership, forms.PartnershipForm, forms.PartnershipChangeForm, gettext_lazy("New partner")),
}


@needs(Right.ADMINISTER, Right.EDIT_STEPS)
def programmes(request: UserRequest) -> HttpResponseBase:
    """The programmes the user sets up."""
    rows = Programme.objects.set_up_by(request.user).select_related("organisation")
    context = {"programmes": rows, "may_add": may(request.user, Right.ADMINISTER), "today": timezone.localdate()}
    return render(request, "cases/programmes/list.html", context)


@needs(Right.ADMINISTER, Right.EDIT_STEPS)
def programme(request: UserRequest, code: str) -> HttpResponseBase:
    """One programme with all that is set up for it."""
    row = get_object_or_404(Programme.objects.set_up_by(request.user).select_related("organisation"), code=code)
    context = {
        "programme": row,
        "teams": row.teams.select_related("organisation"),
        "phases": row.phases.prefetch_related("steps"),
        "norms": row.norms.all(),
        "posts": row.posts.select_related("organisation"),
        "partners": row.partnerships.select_related("organisation"),
        "may_change": may(request.user, Right.ADMINISTER),
        "may_edit_questions": may(request.user, Right.EDIT_STEPS),
        "may_import": Programme.objects.led_by(request.user).filter(pk=row.pk).exists(),
    }
    return render(request, "cases/programmes/programme.html", context)


@needs(Right.ADMINISTER, Right.EDIT_STEPS)
def history(request: UserRequest, code: str) -> HttpResponseBase:
    """Who changed what in a programme, and when."""
    row = get_object_or_404(Programme.objects.set_up_by(request.user), code=code)
    parts = (PhaseTemplate, CaseloadNorm, Post, Partnership, row.team_ties.model)
    rows = [row.history, *(part.history.filter(programme=row) for part in parts)]
    steps = PhaseStep.history.filter(phase__in=row.phases.values("pk"))
    changes = changes_in(*(kind.select_related("history_user") for kind in [*rows, steps]))
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/programmes/history.html", {"programme": row, "page": page})


@needs(Right.ADMINISTER)
def new(request: UserRequest) -> HttpResponseBase:
    """Add a programme."""
    form = forms.ProgrammeForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        row = act.create_programme(
            by=request.user, at=timezone.now(), code=told["code"], confirmed=told["confirmed"], **form.facts()
        )
        return done(request, _("The programme is added. Now add its phases."), "cases:programme", row.code)

    return saved(request, form, save) or form_page(request, form, title=_("New programme"), back="cases:programmes")


@needs(Right.ADMINISTER)
def change(request: UserRequest, code: str) -> HttpResponseBase:
    """Change the facts of a programme."""
    row = get_object_or_404(Programme.objects.set_up_by(request.user), code=code)
    title = _("Change: %(what)s") % {"what": row.name}
    form = forms.ProgrammeChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        act.change_programme(
            by=request.user,
            at=timezone.now(),
            programme=row,
            version=told["version"],
            confirmed=told["confirmed"],
            **form.facts(),
        )
        return _saved(request, code)

    return saved(request, form, save) or _page(request, form, code, title)


@needs(Right.ADMINISTER)
def phase_new(request: UserRequest, code: str) -> HttpResponseBase:
    """Add a phase."""
    row = get_object_or_404(Programme.objects.set_up_by(request.user), code=code)
    form = forms.PhaseForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.add_phase(
            by=request.user,
            at=timezone.now(),
            programme=row,
            code=told["code"],
            name_da=told["name_da"],
            name_en=told["name_en"],
            target_days=told["target_days"],
            confirmed=told["confirmed"],
        )
        return _saved(request, code)

    return saved(request, form, save) or _page(request, form, code, _("New phase"))


@needs(Right.ADMINISTER)
def phase(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a phase."""
    row = _phase(request, pk)
    title, code = str(row), row.programme.code
    form = forms.PhaseChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        act.change_phase(
            by=request.user,
            at=timezone.now(),
            phase=row,
            version=told["version"],
            name_da=told["name_da"],
            name_en=told["name_en"],
            target_days=told["target_days"],
            confirmed=told["confirmed"],
        )
        return _saved(request, code)

    remove = None if row.spells.exists() else link(_("Remove from the programme"), "cases:phase_remove", pk)
    return saved(request, form, save) or _page(request, form, code, title, remove=remove)


@needs(Right.ADMINISTER)
def phase_remove(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a phase that nobody has been in out of its programme, with a reason."""
    row = _phase(request, pk)
    code, form = row.programme.code, forms.RemoveForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.remove_phase(by=request.user, at=timezone.now(), phase=row, why=told["why"])
        return _saved(request, code)

    title, lead = _("Remove {part}?").format(part=row), _("The steps of the phase are removed with it.")
    return saved(request, form, save) or _page(request, form, code, title, lead=lead, submit=_("Remove"))


@require_POST
@needs(Right.ADMINISTER)
def phase_up(request: UserRequest, pk: int) -> HttpResponseBase:
    """Move a phase one place up."""
    row = _phase(request, pk)
    act.move_phase_up(by=request.user, at=timezone.now(), phase=row)
    return redirect("cases:programme", row.programme.code)


@needs(Right.EDIT_STEPS, Right.ADMINISTER)
def step_new(request: UserRequest, pk: int) -> HttpResponseBase:
    """Add a step to a phase."""
    row = _phase(request, pk)
    code, form = row.programme.code, forms.StepForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.add_step(
            by=request.user,
            at=timezone.now(),
            phase=row,
            text_da=told["text_da"],
            text_en=told["text_en"],
            owner=told["owner"],
        )
        return _saved(request, code)

    return saved(request, form, save) or _page(request, form, code, _("New step in {phase}").format(phase=row))


@needs(Right.EDIT_STEPS, Right.ADMINISTER)
def step(request: UserRequest, pk: int) -> HttpResponseBase:
    """Change a step."""
    row = _step(request, pk)
    title, code = str(row), row.phase.programme.code
    form = forms.StepChangeForm(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        act.change_step(
            by=request.user,
            at=timezone.now(),
            step=row,
            version=told["version"],
            text_da=told["text_da"],
            text_en=told["text_en"],
            owner=told["owner"],
            is_active=told["is_active"],
        )
        return _saved(request, code)

    return saved(request, form, save) or _page(request, form, code, title)


@require_POST
@needs(Right.EDIT_STEPS, Right.ADMINISTER)
def step_up(request: UserRequest, pk: int) -> HttpResponseBase:
    """Move a step one place up."""
    row = _step(request, pk)
    act.move_step_up(by=request.user, at=timezone.now(), step=row)
    return redirect("cases:programme", row.phase.programme.code)


@needs(Right.ADMINISTER)
def part_new(request: UserRequest, code: str, kind: str) -> HttpResponseBase:
    """Add a norm, a post or a partner."""
    row = get_object_or_404(Programme.objects.set_up_by(request.user), code=code)
    page = PARTS[kind]
    form = page.form(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        part: Any = page.model(programme=row, **form.facts())
        act.add_part(by=request.user, at=timezone.now(), part=part, confirmed=told["confirmed"])
        return _saved(request, code)

    return saved(request, form, save) or _page(request, form, code, page.new)


@needs(Right.ADMINISTER)
def part(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Change a norm, a post or a partner."""
    row: Any = _part(request, kind, pk)
    title, code = str(row), row.programme.code
    form = PARTS[kind].change_form(request.POST or None, instance=row, initial={"version": row.version})

    def save(told: Told) -> HttpResponseBase:
        act.change_part(
            by=request.user,
            at=timezone.now(),
            part=row,
            version=told["version"],
            facts=form.facts(),
            confirmed=told["confirmed"],
        )
        return _saved(request, code)

    remove = link(_("Remove from the programme"), f"cases:{kind}_remove", pk)
    return saved(request, form, save) or _page(request, form, code, title, remove=remove)


@needs(Right.ADMINISTER)
def part_remove(request: UserRequest, kind: str, pk: int) -> HttpResponseBase:
    """Take a norm, a post or a partner out of its programme, with a reason."""
    row: Any = _part(request, kind, pk)
    code, form = row.programme.code, forms.RemoveForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        act.remove_part(by=request.user, at=timezone.now(), part=row, why=told["why"])
        return _saved(request, code)

    title = _("Remove {part}?").format(part=row)
    return saved(request, form, save) or _page(request, form, code, title, submit=_("Remove"))


def _phase(request: UserRequest, pk: int) -> PhaseTemplate:
    return get_object_or_404(PhaseTemplate.objects.visible_to(request.user).select_related("programme"), pk=pk)


def _step(request: UserRequest, pk: int) -> PhaseStep:
    return get_object_or_404(PhaseStep.objects.visible_to(request.user).select_related("phase__programme"), pk=pk)


def _part(request: UserRequest, kind: str, pk: int) -> Any:
    rows = PARTS[kind].model.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("programme"), pk=pk)


def _saved(request: UserRequest, code: str) -> HttpResponseBase:
    return done(request, _("The programme is saved."), "cases:programme", code)


def _page(request: UserRequest, form: BaseForm, code: str, title: Label, **more: Any) -> HttpResponseBase:
    return form_page(request, form, title=title, back=reverse("cases:programme", args=[code]), **more)

"""Status reports: filled in, read, printed, put right, withdrawn; and who takes part in the documentation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit.codes import AuditAction
from cases.audit.trail import note_read
from cases.core.codes import Label
from cases.core.errors import Stale
from cases.core.periods import Period
from cases.enrolments.models import Enrolment
from cases.own_answers.codes import OWN, OWN_CHANGED
from cases.own_answers.queries import answered_for
from cases.pages.forms import Difference
from cases.pages.views import Link, Told, done, form_page, link, saved
from cases.people.models import Person
from cases.questionnaires.queries import current
from cases.report_forms.chart import charts
from cases.report_forms.forms import Asking, CorrectionForm, ParticipationForm, ReportForm, ReportWithdrawForm
from cases.report_forms.reading import differences, sections, short_day
from cases.staff.gate import UserRequest, needs
from cases.staff.policy import Right
from cases.statusreports.actions import correct_report, set_participation, submit_report, withdraw_report
from cases.statusreports.codes import ReportKind
from cases.statusreports.due_rules import fitting_kinds
from cases.statusreports.known import known_facts
from cases.statusreports.models import StatusReport
from cases.statusreports.queries import (
    counting,
    is_reported,
    last_answers,
    made_of,
    next_of,
    participation_of,
    rhythm_of,
    with_reports,
)
from cases.statusreports.standing import standing_of, why_not

FORM = "cases/report_forms/form.html"


@needs(Right.WORK_CASES)
def new(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """Fill in a report of a kind that fits the course now."""
    now, enrolment = timezone.now(), _enrolment(request, pk)
    if kind not in ReportKind.values:
        raise Http404
    closed = why_not(enrolment, kind)
    if request.method != "POST" and closed is not None:
        return _turned_away(request, enrolment, closed)
    answered = answered_for(enrolment, kind, by=request.user, at=now)
    asking = replace(_asking(enrolment, kind, timezone.localdate(now)), own=answered.answers if answered else {})
    form = ReportForm(request.POST or None, asking=asking, initial=_opened(asking))

    def save(told: Told) -> HttpResponseBase:
        facts: dict[str, Any] = {"answers": form.answers(), "comments": form.comments(), "origins": form.origins()}
        facts |= {"on": told["report_on"], "seen": form.rests_on()}
        report = submit_report(by=request.user, at=now, enrolment=enrolment, kind=kind, **facts)
        return done(request, _("The status report is saved."), "cases:status_report", report.pk)

    return saved(request, form, save) or _form_page(request, enrolment, form, kind)


def _opened(asking: Asking) -> dict[str, Any]:
    return {"report_on": asking.day, "seen": str(asking.standing)}


def _turned_away(request: UserRequest, enrolment: Enrolment, why: str) -> HttpResponseBase:
    if is_reported(enrolment):
        raise Http404
    messages.warning(request, why)
    return redirect("cases:person", enrolment.person.reference)


def _asking(enrolment: Enrolment, kind: str, day: date, *, corrected: StatusReport | None = None) -> Asking:
    """What a form asks: by the programme's questionnaire of today, or by that of the report that is put right."""
    questionnaire = corrected.questionnaire if corrected else current(enrolment.programme)
    if questionnaire is None:
        raise Http404
    days = [report.report_on for report in counting(enrolment) if corrected is None or report.pk != corrected.pk]
    last = last_answers(enrolment, up_to=day, but=corrected)
    known = {} if corrected else known_facts(enrolment, day)
    course = Period(enrolment.start, enrolment.end)
    standing = standing_of(enrolment)
    return Asking(questionnaire.asked, kind, day, days, last, known, course=course, standing=standing)


def _form_page(request: UserRequest, enrolment: Enrolment, form: ReportForm, kind: str) -> HttpResponseBase:
    reports = counting(enrolment)
    latest = reports[-1] if reports else None
    other_kinds = [one for one in fitting_kinds(rhythm_of(enrolment), made_of(enrolment)) if one != kind]
    title = _("Status report: %(kind)s") % {"kind": ReportKind(kind).label.lower()}
    return form_page(
        request,
        form,
        title=title,
        lead=_lead(enrolment),
        above=_above(enrolment.person),
        person=enrolment.person,
        template=FORM,
        submit=_("Hand in the report"),
        enrolment=enrolment,
        other_kinds=other_kinds,
        is_paper_offered=True,
        mine=_("When you opened the form"),
        theirs=_("Now"),
        own_url=reverse("cases:own_answers_open", args=[enrolment.pk, kind]),
        kind=kind,
        other_rater=latest.by if latest and latest.by_id != request.user.pk else None,
        latest=latest,
    )


@needs(Right.WORK_CASES)
def blank(request: UserRequest, pk: int, kind: str) -> HttpResponseBase:
    """The questions of a report on paper, to be filled in by hand."""
    enrolment = _enrolment(request, pk)
    if kind not in ReportKind.values:
        raise Http404
    asking = _asking(enrolment, kind, timezone.localdate())
    form = ReportForm(asking=Asking(asking.items, kind, asking.day, asking.reported_on))
    note_read(request, AuditAction.OPENED, person=enrolment.person, page="blank_report")
    title = _("Status report: %(kind)s") % {"kind": ReportKind(kind).label.lower()}
    context = {"enrolment": enrolment, "person": enrolment.person, "form": form, "title": title, "kind": kind}
    return render(request, "cases/report_forms/blank.html", context)


@needs(Right.WORK_CASES)
def status_report(request: UserRequest, pk: int) -> HttpResponseBase:
    """One report as it was handed in, and what was put right in it since."""
    report = _report(request, pk)
    note_read(request, AuditAction.OPENED, person=report.enrolment.person, target=report)
    context = {
        "report": report,
        "person": report.enrolment.person,
        "later": getattr(report, "corrected_by", None),
        "sections": list(sections(report)),
        "versions": list(_versions(report)),
    }
    return render(request, "cases/report_forms/report.html", context)


@dataclass(frozen=True)
class Version:
    """An earlier version of a report, and what the next one says otherwise."""

    report: StatusReport
    next: StatusReport
    rows: list[Difference]


def _versions(report: StatusReport) -> Iterator[Version]:
    while report.corrects is not None:
        yield Version(report.corrects, report, differences(report, report.corrects))
        report = report.corrects


@needs(Right.WORK_CASES)
def correct(request: UserRequest, pk: int) -> HttpResponseBase:
    """Put a new version in place of a report."""
    now, report = timezone.now(), _report(request, pk)
    if request.method == "POST":
        report = _latest(request, report)
    asking = _asking(report.enrolment, report.kind, report.report_on, corrected=report)
    form = CorrectionForm(request.POST or None, asking=asking, initial=_as_filled_in(report))

    def save(told: Told) -> HttpResponseBase:
        if (told["of"] or pk) != report.pk:
            said = _("Someone else changed this while you were writing. Nothing was saved. Compare, and save again.")
            raise Stale(said, current=report)
        fixed = correct_report(
            by=request.user,
            at=now,
            report=report,
            answers=form.answers(),
            comments=form.comments(),
            origins=_kept_origins(report, form) | form.origins(),
            reason=told["reason"],
            version=told["version"] if report.is_standing else None,
        )
        return done(request, _("The correction is saved."), "cases:status_report", fixed.pk)

    return saved(request, form, save) or _correction_page(request, report, form, pk)


def _latest(request: UserRequest, report: StatusReport) -> StatusReport:
    """The last version that was put in its place."""
    later = getattr(report, "corrected_by", None)
    return _latest(request, _report(request, later.pk)) if later else report


def _kept_origins(report: StatusReport, form: CorrectionForm) -> dict[str, str]:
    """Where the answers came from that the correction leaves as they were; the young person's own are marked."""
    given = form.answers()
    kept = {key for key in report.origins if given.get(key) == report.answers.get(key)}
    changed = {key: OWN_CHANGED for key, origin in report.origins.items() if origin == OWN and key not in kept}
    return {key: report.origins[key] for key in kept} | changed


def _as_filled_in(report: StatusReport) -> dict[str, Any]:
    comments = {f"comment-{key}": text for key, text in report.comments.items()}
    return {**report.answers, **comments, "version": report.version, "of": report.pk}


def _correction_page(request: UserRequest, report: StatusReport, form: CorrectionForm, pk: int) -> HttpResponseBase:
    if not report.is_standing and request.method != "POST":
        return redirect("cases:status_report", report.pk)
    return form_page(
        request,
        form,
        title=_("Correct the status report"),
        lead=_said(report),
        above=[*_above(report.enrolment.person), _link_to(report)],
        person=report.enrolment.person,
        target=report,
        template=FORM,
        submit=_("Save the correction"),
        later=report if report.pk != pk else None,
        text=_("The report that was handed in stays readable. The correction is a new version with your reason."),
    )


@needs(Right.WORK_CASES)
def withdraw(request: UserRequest, pk: int) -> HttpResponseBase:
    """Take a report out of everything that counts, with a reason."""
    now, report = timezone.now(), _report(request, pk)
    form = ReportWithdrawForm(request.POST or None)

    def save(told: Told) -> HttpResponseBase:
        withdraw_report(by=request.user, at=now, report=report, why=told["why"])
        return done(request, _("The status report is withdrawn."), "cases:status_report", report.pk)

    page: dict[str, Any] = {"title": _("Withdraw the status report?"), "submit": _("Withdraw"), "danger": True}
    page |= {"above": [*_above(report.enrolment.person), _link_to(report)], "person": report.enrolment.person}
    said = [_said(report), _("It no longer counts in any figure."), _("It stays readable with the reason.")]
    return saved(request, form, save) or form_page(request, form, target=report, consequences=said, **page)


@needs(Right.WORK_CASES)
def reports_of_course(request: UserRequest, pk: int) -> HttpResponseBase:
    """Every report of a course, what is due, and how WHO-5 and the eight domains have gone."""
    enrolment, today = _enrolment(request, pk), timezone.localdate()
    note_read(request, AuditAction.OPENED, person=enrolment.person, target=enrolment, page="status_reports")
    standing = list(StatusReport.objects.standing().filter(enrolment=enrolment).order_by("report_on", "pk"))
    asked = current(enrolment.programme)
    context = {
        "enrolment": enrolment,
        "person": enrolment.person,
        "today": today,
        "reports": sorted(enrolment.status_reports.all(), key=_newest_first),
        "due": next_of(enrolment, today),
        "kinds": _kinds(enrolment),
        "participation": participation_of(enrolment),
        "charts": charts(standing, asked.asked) if asked else [],
    }
    return render(request, "cases/report_forms/list.html", context)


def _newest_first(report: StatusReport) -> tuple[int, int]:
    return -report.report_on.toordinal(), -report.pk


def _kinds(enrolment: Enrolment) -> Sequence[ReportKind]:
    return fitting_kinds(rhythm_of(enrolment), made_of(enrolment)) if is_reported(enrolment) else []


@needs(Right.WORK_CASES)
def participation(request: UserRequest, pk: int) -> HttpResponseBase:
    """Keep what the young person says about taking part in the documentation."""
    now, enrolment = timezone.now(), _enrolment(request, pk)
    row = participation_of(enrolment)
    start = {"state": row.state, "version": row.version} if row else {}
    form = ParticipationForm(request.POST or None, initial={"told_on": timezone.localdate(now)} | start)

    def save(told: Told) -> HttpResponseBase:
        facts = {"state": told["state"], "on": told["told_on"], "version": told["version"]}
        set_participation(by=request.user, at=now, enrolment=enrolment, **facts)
        return done(request, _("It is saved."), "cases:person", enrolment.person.reference)

    page: dict[str, Any] = {"above": _above(enrolment.person), "person": enrolment.person, "lead": _lead(enrolment)}
    page["title"] = _("Taking part in the documentation")
    page["text"] = _("Taking part is voluntary, and saying no has no consequence for the help.")
    return saved(request, form, save) or form_page(request, form, **page)


def _enrolment(request: UserRequest, pk: int) -> Enrolment:
    """A course that the user may see, with what is asked about its reports."""
    rows = Enrolment.objects.visible_to(request.user).select_related("person", "programme")
    enrolment = get_object_or_404(rows, pk=pk)
    with_reports([enrolment])
    return enrolment


def _report(request: UserRequest, pk: int) -> StatusReport:
    """A report that the user may see, in whatever version, with those of its course."""
    rows = StatusReport.objects.visible_to(request.user)
    rows = rows.select_related("enrolment__person", "enrolment__programme", "by", "questionnaire", "corrects")
    report = get_object_or_404(rows, pk=pk)
    with_reports([report.enrolment])
    return report


def _lead(enrolment: Enrolment) -> str:
    return f"{enrolment.person.name} · {enrolment.programme}"


def _said(report: StatusReport) -> str:
    return f"{report.get_kind_display()} · {short_day(report.report_on)} · {report.by or '–'}"


def _above(person: Person) -> list[Link]:
    return [link(person.name, "cases:person", person.reference)]


def _link_to(report: StatusReport) -> tuple[Label, str]:
    return link(str(report.get_kind_display()), "cases:status_report", report.pk)

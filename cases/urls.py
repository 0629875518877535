"""The addresses of the cases app."""

from django.conf import settings
from django.urls import URLPattern, path

from cases.views import (
    board,
    contacts,
    drafts,
    enrolments,
    gallery,
    handovers,
    inbox,
    my_day,
    people,
    persons,
    screenings,
    session,
    timeline,
)

app_name = "cases"

urlpatterns: list[URLPattern] = [
    path("my-day/", my_day.my_day, name="my_day"),
    path("board/", board.board, name="board"),
    path("contacts/new/", contacts.create, name="contact_create"),
    path("contacts/people/", contacts.people, name="contact_people"),
    path("contacts/<int:pk>/", contacts.detail, name="contact"),
    path("contacts/<int:pk>/change/", contacts.change, name="contact_change"),
    path("contacts/<int:pk>/withdraw/", contacts.withdraw, name="contact_withdraw"),
    path("contacts/<int:pk>/undo/", contacts.undo, name="contact_undo"),
    path("drafts/<str:key>/", drafts.save, name="draft"),
    path("drafts/<str:key>/drop/", drafts.drop, name="draft_drop"),
    path("handovers/", handovers.overview, name="handovers"),
    path("handovers/<int:pk>/", handovers.detail, name="handover"),
    path("handovers/<int:pk>/change/", handovers.change, name="handover_change"),
    path("handovers/<int:pk>/send/", handovers.send, name="handover_send"),
    path("handovers/<int:pk>/amend/", handovers.amend, name="handover_amend"),
    path("handovers/<int:pk>/revoke/", handovers.revoke, name="handover_revoke"),
    path("people/", people.people, name="person_list"),
    path("people/search/", people.search, name="person_search"),
    path("people/new/", persons.new, name="person_new"),
    path("people/new/register/", persons.register, name="person_register"),
    path("people/new/met/", persons.met, name="person_met"),
    path("people/<slug:reference>/", persons.person, name="person"),
    path("people/<slug:reference>/change/", persons.edit, name="person_change"),
    path("people/<slug:reference>/cpr/", persons.cpr, name="person_cpr"),
    path("people/<slug:reference>/timeline/", timeline.more, name="person_timeline"),
    path("people/<slug:reference>/screenings/new/", screenings.create, name="screening_create"),
    path("people/<slug:reference>/screenings/rules/", screenings.rules, name="screening_rules"),
    path("screenings/<int:pk>/enrol/", enrolments.enrol, name="enrol"),
    path("enrolments/<int:pk>/phase/", enrolments.change_phase, name="enrolment_phase"),
    path("enrolments/<int:pk>/pause/", enrolments.pause, name="enrolment_pause"),
    path("enrolments/<int:pk>/resume/", enrolments.resume, name="enrolment_resume"),
    path("enrolments/<int:pk>/close/", enrolments.close, name="enrolment_close"),
    path("enrolments/<int:pk>/reopen/", enrolments.reopen, name="enrolment_reopen"),
    path("enrolments/<int:pk>/assign/", enrolments.assign, name="enrolment_assign"),
    path("enrolments/<int:pk>/steps/<int:step>/", enrolments.complete_step, name="step_complete"),
    path("steps/<int:pk>/undo/", enrolments.undo_step, name="step_undo"),
    path("assignments/<int:pk>/end/", enrolments.end_assignment, name="assignment_end"),
    path("people/<slug:reference>/handovers/new/", handovers.create, name="handover_create"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.detail, name="inbox_handover"),
    path("inbox/<int:pk>/open/", inbox.receive, name="inbox_open"),
    path("inbox/<int:pk>/accept/", inbox.accept, name="inbox_accept"),
    path("inbox/<int:pk>/reject/", inbox.reject, name="inbox_reject"),
    path("inbox/<int:pk>/meet/", inbox.meet, name="inbox_meet"),
    path("inbox/<int:pk>/finish/", inbox.finish, name="inbox_finish"),
    path("session/keep", session.keep, name="session_keep"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("gallery/", gallery.gallery, name="gallery")]

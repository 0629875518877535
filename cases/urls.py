"""The addresses of the cases app."""

from django.conf import settings
from django.urls import URLPattern, path

from cases.accounts import session_views as session
from cases.accounts import views as accounts
from cases.audit import views as audit
from cases.board import views as board
from cases.contacts import made_for_views as made_for
from cases.contacts import views as contacts
from cases.corrections import views as corrections
from cases.drafts import views as drafts
from cases.enrolments import views as enrolments
from cases.handovers import meeting_views as meeting
from cases.import_pages import views as imports
from cases.inbox import views as inbox
from cases.intake import views as intake
from cases.my_day import views as my_day
from cases.organisations import views as organisations
from cases.outbox import views as outbox
from cases.own_answers import views as own
from cases.people import views as people
from cases.person_page import timeline_views as timeline
from cases.person_page import views as person_page
from cases.programmes import views as programmes
from cases.question_pages import views as questions
from cases.report_board import views as report_board
from cases.report_forms import views as reports
from cases.setaside import views as setaside
from cases.shell import gallery_views as gallery
from cases.shell import views as shell
from cases.teams import views as teams
from cases.unusual import views as unusual
from cases.worklists import views as worklists

app_name = "cases"

urlpatterns: list[URLPattern] = [
    path("my-day/", my_day.my_day, name="my_day"),
    path("my-day/aside/<str:kind>/<int:pk>/", setaside.set_aside, name="set_aside"),
    path("my-day/aside/<str:kind>/<int:pk>/back/", setaside.take_back, name="take_back"),
    path("board/", board.board, name="board"),
    path("board/unusual/", unusual.unusual, name="unusual"),
    path("board/status-reports/", report_board.complete, name="reports_complete"),
    path("board/status-reports/<slug:which>/", report_board.complete_list, name="reports_complete_list"),
    path("contacts/new/", contacts.create, name="contact_create"),
    path("contacts/people/", contacts.people, name="contact_people"),
    path("contacts/<int:pk>/", contacts.detail, name="contact"),
    path("contacts/<int:pk>/change/", contacts.change, name="contact_change"),
    path("contacts/<int:pk>/programme/", made_for.change_programme, name="contact_programme"),
    path("contacts/<int:pk>/withdraw/", contacts.withdraw, name="contact_withdraw"),
    path("contacts/<int:pk>/undo/", contacts.undo, name="contact_undo"),
    path("drafts/<str:key>/", drafts.save, name="draft"),
    path("drafts/<str:key>/drop/", drafts.drop, name="draft_drop"),
    path("handovers/", outbox.overview, name="handovers"),
    path("handovers/<int:pk>/", outbox.detail, name="handover"),
    path("handovers/<int:pk>/change/", outbox.change, name="handover_change"),
    path("handovers/<int:pk>/send/", outbox.send, name="handover_send"),
    path("handovers/<int:pk>/amend/", outbox.amend, name="handover_amend"),
    path("handovers/<int:pk>/news/", outbox.news, name="handover_news"),
    path("handovers/<int:pk>/close/", outbox.close, name="handover_close"),
    path("handovers/<int:pk>/met/", meeting.correct, name="handover_met"),
    path("handovers/<int:pk>/revoke/", outbox.revoke, name="handover_revoke"),
    path("people/", worklists.people, name="person_list"),
    path("people/search/", worklists.search, name="person_search"),
    path("people/new/", people.new, name="person_new"),
    path("people/new/register/", people.register, name="person_register"),
    path("people/new/met/", contacts.met, name="person_met"),
    path("people/<slug:reference>/", person_page.person, name="person"),
    path("people/<slug:reference>/change/", people.edit, name="person_change"),
    path("people/<slug:reference>/cpr/", person_page.cpr, name="person_cpr"),
    path("people/<slug:reference>/timeline/", timeline.more, name="person_timeline"),
    path("people/<slug:reference>/screenings/new/", intake.create, name="screening_create"),
    path("people/<slug:reference>/screenings/rules/", intake.rules, name="screening_rules"),
    path("screening-requests/<int:pk>/send-back/", intake.send_back, name="screening_send_back"),
    path("screening-requests/<int:pk>/withdraw/", intake.withdraw, name="screening_request_withdraw"),
    path("screenings/<int:pk>/enrol/", enrolments.enrol, name="enrol"),
    path("enrolments/<int:pk>/phase/", enrolments.change_phase, name="enrolment_phase"),
    path("enrolments/<int:pk>/pause/", enrolments.pause, name="enrolment_pause"),
    path("enrolments/<int:pk>/resume/", enrolments.resume, name="enrolment_resume"),
    path("enrolments/<int:pk>/close/", enrolments.close, name="enrolment_close"),
    path("enrolments/<int:pk>/reopen/", enrolments.reopen, name="enrolment_reopen"),
    path("enrolments/<int:pk>/assign/", enrolments.assign, name="enrolment_assign"),
    path("enrolments/<int:pk>/dates/", corrections.course, name="course"),
    path("enrolments/<int:pk>/closing/withdraw/", corrections.withdraw_closing, name="closing_withdraw"),
    path("enrolments/<int:pk>/participation/", reports.participation, name="participation"),
    path("enrolments/<int:pk>/status-reports/", reports.reports_of_course, name="course_reports"),
    path("enrolments/<int:pk>/status-reports/<slug:kind>/", reports.new, name="report_new"),
    path("enrolments/<int:pk>/status-reports/<slug:kind>/paper/", reports.blank, name="report_blank"),
    path("enrolments/<int:pk>/status-reports/<slug:kind>/own/", own.hand_over, name="own_answers_open"),
    path("own-answers/<str:token>/", own.own_answers, name="own_answers"),
    path("own-answers/<str:token>/back/", own.own_answers_back, name="own_answers_back"),
    path("status-reports/<int:pk>/", reports.status_report, name="status_report"),
    path("status-reports/<int:pk>/correct/", reports.correct, name="report_correct"),
    path("status-reports/<int:pk>/withdraw/", reports.withdraw, name="report_withdraw"),
    path("corrections/<str:kind>/<int:pk>/", corrections.correct, name="correction"),
    path("corrections/<str:kind>/<int:pk>/withdraw/", corrections.withdraw, name="correction_withdraw"),
    path("enrolments/<int:pk>/steps/<int:step>/", enrolments.complete_step, name="step_complete"),
    path("steps/<int:pk>/undo/", enrolments.undo_step, name="step_undo"),
    path("assignments/<int:pk>/end/", enrolments.end_assignment, name="assignment_end"),
    path("people/<slug:reference>/handovers/new/", outbox.create, name="handover_create"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.detail, name="inbox_handover"),
    path("inbox/<int:pk>/open/", inbox.receive, name="inbox_open"),
    path("inbox/<int:pk>/accept/", inbox.accept, name="inbox_accept"),
    path("inbox/<int:pk>/reject/", inbox.reject, name="inbox_reject"),
    path("inbox/<int:pk>/meet/", inbox.meet, name="inbox_meet"),
    path("inbox/<int:pk>/finish/", inbox.finish, name="inbox_finish"),
    path("administration/", shell.front, name="administration"),
    path("administration/organisations/", organisations.organisations, name="organisations"),
    path("administration/organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("administration/organisations/<slug:code>/", organisations.organisation, name="organisation"),
    path("administration/teams/", teams.teams, name="teams"),
    path("administration/teams/new/", teams.team_new, name="team_new"),
    path("administration/teams/<slug:code>/", teams.team, name="team"),
    path("administration/users/", accounts.users, name="users"),
    path("administration/users/search/", accounts.search, name="user_search"),
    path("administration/users/new/", accounts.new, name="user_new"),
    path("administration/users/<int:pk>/", accounts.user, name="user"),
    path("administration/users/<int:pk>/change/", accounts.change, name="user_change"),
    path("administration/users/<int:pk>/close/", accounts.close, name="user_close"),
    path("administration/users/<int:pk>/second-factor/", accounts.second_factor, name="user_second_factor"),
    path("administration/users/<int:pk>/reopen/", accounts.reopen, name="user_reopen"),
    path("administration/users/<int:pk>/invite/", accounts.invite, name="user_invite"),
    path("administration/users/<int:pk>/roles/new/", accounts.role_new, name="role_new"),
    path("administration/roles/<int:pk>/end/", accounts.role_end, name="role_end"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new, name="programme_new"),
    path("programmes/<slug:code>/", programmes.programme, name="programme"),
    path("programmes/<slug:code>/change/", programmes.change, name="programme_change"),
    path("programmes/<slug:code>/history/", programmes.history, name="programme_history"),
    path("programmes/<slug:code>/questions/", questions.questions, name="questions"),
    path("programmes/<slug:code>/questions/new/", questions.question_new, name="question_new"),
    path("programmes/<slug:code>/questions/take-in/", questions.question_take_in, name="question_take_in"),
    path("programmes/<slug:code>/questions/order/", questions.question_order, name="question_order"),
    path("programmes/<slug:code>/questions/<int:pk>/", questions.question, name="question"),
    path("programmes/<slug:code>/questions/<int:pk>/out/", questions.question_leave_out, name="question_leave_out"),
    path("programmes/<slug:code>/imports/", imports.imports, name="imports"),
    path("programmes/<slug:code>/imports/new/", imports.upload, name="import_new"),
    path("programmes/<slug:code>/imports/<int:pk>/", imports.imported, name="import"),
    path("programmes/import-files/<uuid:public_id>/", imports.preview, name="import_preview"),
    path("programmes/import-files/<uuid:public_id>/source/", imports.source, name="import_source"),
    path("programmes/import-files/<uuid:public_id>/columns/", imports.columns, name="import_columns"),
    path("programmes/import-files/<uuid:public_id>/progress/", imports.progress, name="import_progress"),
    path("programmes/import-files/<uuid:public_id>/faults.csv", imports.faults, name="import_faults"),
    path("programmes/import-files/<uuid:public_id>/drop/", imports.drop, name="import_drop"),
    path("programmes/<slug:code>/phases/new/", programmes.phase_new, name="phase_new"),
    path("phases/<int:pk>/", programmes.phase, name="phase"),
    path("phases/<int:pk>/remove/", programmes.phase_remove, name="phase_remove"),
    path("phases/<int:pk>/up/", programmes.phase_up, name="phase_up"),
    path("phases/<int:pk>/steps/new/", programmes.step_new, name="step_new"),
    path("steps/<int:pk>/", programmes.step, name="step"),
    path("steps/<int:pk>/up/", programmes.step_up, name="step_up"),
    *(
        entry
        for kind in programmes.PARTS
        for entry in (
            path(f"programmes/<slug:code>/{kind}s/new/", programmes.part_new, {"kind": kind}, name=f"{kind}_new"),
            path(f"{kind}s/<int:pk>/", programmes.part, {"kind": kind}, name=kind),
            path(f"{kind}s/<int:pk>/remove/", programmes.part_remove, {"kind": kind}, name=f"{kind}_remove"),
        )
    ),
    path("", shell.home, name="home"),
    path("session/keep", session.keep, name="session_keep"),
    path("session/printed", audit.printed, name="printed"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("gallery/", gallery.gallery, name="gallery")]

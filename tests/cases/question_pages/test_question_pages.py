"""A lead adds, changes, orders and leaves out questions; what was answered stays what it was."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from cases.core.errors import Refused
from cases.drafts.models import Draft
from cases.question_pages.actions import add_question, change_question, leave_out
from cases.question_pages.queries import versions_asked
from cases.question_pages.rules import Line, Wording
from cases.questionnaires.codes import ItemType, When
from cases.questionnaires.models import ItemVersion, Questionnaire
from cases.questionnaires.queries import current
from cases.staff.codes import Role
from cases.statusreports.models import StatusReport
from tests.clock import NOW, TODAY
from tests.factories.cases import ProgrammeFactory, staff, works_in
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

DOG = Wording(ItemType.ONE, "Har den unge en hund?", [When.EVERY], choices=(Line("ja", "Ja"), Line("nej", "Nej")))
HUND = {
    "da": "Har den unge en hund?",
    "en": "Does the young person have a dog?",
    "topic": "other",
    "type": "one",
    "choices": "1",
    "choices.0.da": "Ja",
    "choices.0.en": "Yes",
    "choices.1.da": "Nej",
    "choices.1.en": "No",
    "parts": "1",
    "rater": "worker",
    "when": ["Q"],
    "after": "income",
}


def path(programme, rest=""):
    return f"/programmes/{programme.code}/questions/{rest}"


def added(page, programme, **changed):
    """Add the question, and give the version it has become."""
    before = set(ItemVersion.objects.values_list("pk", flat=True))
    answer = page.post(path(programme, "new/"), HUND | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    return ItemVersion.objects.exclude(pk__in=before).get()


def codes(programme):
    return [item.code for item in current(programme).asked]


def test_a_question_is_added_and_stands_in_the_form_the_report_and_the_paper(page, programme, enrolment, worker):
    version = added(page, programme)
    assert (version.code, version.edition) == ("har_den_unge_en_hund", TODAY.isoformat())
    assert codes(programme) == ["housing_now", "slept", "why_no_home", "income", "har_den_unge_en_hund"]
    page.force_login(worker)
    html = page.get(f"/enrolments/{enrolment.pk}/status-reports/start/").content.decode()
    assert "Har den unge en hund?" in html
    paper = page.get(f"/enrolments/{enrolment.pk}/status-reports/start/paper/").content.decode()
    assert "Har den unge en hund?" in paper
    answer = page.post(
        f"/enrolments/{enrolment.pk}/status-reports/start/", {"report_on": "01.06.2025", version.code: "ja"}
    )
    report = StatusReport.objects.get()
    assert report.answers[version.code] == "ja"
    assert "Har den unge en hund?" in page.get(answer["Location"]).content.decode()


def test_a_question_of_the_young_person_with_a_rule_stands_where_it_was_put(page, programme):
    changed = {"after": "housing_now", "rater": "young_person", "skip": ["housing_now=almen", "housing_now=eget"]}
    version = added(page, programme, **changed)
    assert codes(programme)[1] == version.code
    assert version.declared["asked_if"] == {"item": "housing_now", "in": ["almen", "eget"]}
    assert version.item.raters == ("young_person",)


def test_a_preview_shows_it_and_saves_nothing(page, programme):
    answer = page.post(path(programme, "new/"), HUND | {"preview": "1"})
    html = answer.content.decode()
    assert "Sådan ser det ud i skemaet" in html
    assert 'name="preview"' in html
    assert Questionnaire.objects.filter(programme=programme).count() == 1
    broken = page.post(path(programme, "new/"), HUND | {"preview": "1", "da": ""}).content.decode()
    assert "Spørgsmålet kan ikke vises endnu" in broken


def test_everything_wrong_is_said_at_once_each_at_its_field(page, programme):
    typed = HUND | {"da": "", "choices.1.da": "Ja", "when": [], "skip": ["slept=gaden"], "after": "housing_now"}
    form = page.post(path(programme, "new/"), typed).context["form"]
    assert set(form.errors) == {"da", "when"}
    form = page.post(path(programme, "new/"), typed | {"da": "Hund?", "when": ["Q"]}).context["form"]
    assert set(form.errors) == {"choices", "skip"}
    assert "koden “ja”" in form.errors["choices"][0]
    form = page.post(path(programme, "new/"), HUND | {"choices.0.code": "Ja!", "skip": ["nowhere=x"]}).context["form"]
    assert set(form.errors) == {"choices", "skip"}
    assert Questionnaire.objects.filter(programme=programme).count() == 1


def test_a_changed_question_leaves_old_reports_and_their_answers_as_they_were(page, programme, enrolment, worker):
    first = added(page, programme)
    old = reported(enrolment, worker, answers={"housing_now": "almen", first.code: "nej"})
    url = path(programme, f"{first.pk}/")
    assert "1 indberetning har besvaret det, som det var" in page.get(url).content.decode()
    typed = HUND | {"da": "Har den unge et kæledyr?", "choices.0.code": "ja", "choices.1.da": "Kat"}
    typed |= {"choices.1.code": "kat"}
    refused = page.post(url, typed)
    assert set(refused.context["form"].errors) == {"agreed"}
    assert page.post(url, typed | {"agreed": "on"}).status_code == 302
    newer = ItemVersion.objects.get(code=first.code, edition=f"{TODAY.isoformat()}-2")
    assert codes(programme)[-1] == first.code
    assert [one.version for one in current(programme).asked][-1] == newer.edition
    page.force_login(worker)
    html = page.get(f"/status-reports/{old.pk}/").content.decode()
    assert "Har den unge en hund?" in html
    assert "Nej" in html
    assert "kæledyr" not in html
    old.refresh_from_db()
    assert old.answers[first.code] == "nej"
    form = page.get(f"/enrolments/{enrolment.pk}/status-reports/quarterly/").context["form"]
    assert [code for code, _label in form.fields[first.code].choices] == ["ja", "kat"]


def test_how_it_is_answered_stays_when_a_question_is_changed(page, programme):
    first = added(page, programme)
    page.post(path(programme, f"{first.pk}/"), HUND | {"agreed": "on", "type": "several", "choices.0.code": "ja"})
    assert current(programme).asked[-1].type == "one"


def test_a_version_that_was_changed_meanwhile_cannot_be_changed_again(page, programme):
    first = added(page, programme)
    page.post(path(programme, f"{first.pk}/"), HUND | {"agreed": "on"})
    assert page.get(path(programme, f"{first.pk}/")).status_code == 404


def test_what_comes_with_the_system_keeps_its_words(page, programme):
    version = ItemVersion.objects.get(code="income", edition="2013")
    url = path(programme, f"{version.pk}/")
    html = page.get(url).content.decode()
    assert "beholder sine ord" in html
    page.post(url, HUND | {"agreed": "on"})
    assert current(programme).number == 1


def test_a_question_is_left_out_and_taken_in_again(page, programme, enrolment, worker):
    report = reported(enrolment, worker, answers={"housing_now": "almen", "income": "loen"})
    version = ItemVersion.objects.get(code="income", edition="2013")
    url = path(programme, f"{version.pk}/out/")
    assert "der har besvaret det: 1" in page.get(url).content.decode()
    page.post(url)
    assert codes(programme) == ["housing_now", "slept", "why_no_home"]
    report.refresh_from_db()
    assert report.answers["income"] == "loen"
    choices = page.get(path(programme, "take-in/")).context["form"].fields["question"].choices
    newest = next(pk for pk, label in choices if "(income " in str(label))
    page.post(path(programme, "take-in/"), {"question": newest, "after": "-"})
    assert codes(programme) == ["income", "housing_now", "slept", "why_no_home"]


def test_what_others_are_asked_by_cannot_be_left_out_or_put_behind_them(page, programme):
    version = ItemVersion.objects.get(code="housing_now", edition="2013")
    html = page.post(path(programme, f"{version.pk}/out/")).content.decode()
    assert "Hvorfor har borgeren ikke egen bolig?" in html
    order = {"number": 1, "housing_now": 9, "slept": 2, "why_no_home": 3, "income": 1}
    html = page.post(path(programme, "order/"), order).content.decode()
    assert "skal stå efter" in html
    assert current(programme).number == 1


def test_the_questions_are_put_in_order_once(page, programme):
    order = {"number": 1, "housing_now": 2, "slept": 4, "why_no_home": 3, "income": 1}
    assert page.post(path(programme, "order/"), order).status_code == 302
    assert codes(programme) == ["income", "housing_now", "why_no_home", "slept"]
    stale = page.post(path(programme, "order/"), order | {"income": 7})
    assert "En anden har ændret spørgsmålene" in stale.content.decode()
    assert current(programme).number == 2


def test_the_list_says_which_version_since_when_and_finds_by_words_and_topic(page, programme, clock):
    added(page, programme)
    clock.move_to(NOW + timedelta(days=10))
    page.force_login(staff(Role.LEAD, team=programme.teams.get()))
    url = path(programme)
    rows = page.get(url).context["rows"]
    assert [(row.version.code, row.is_own) for row in rows] == [
        ("housing_now", False),
        ("slept", False),
        ("why_no_home", False),
        ("income", False),
        ("har_den_unge_en_hund", True),
    ]
    assert {row.since.date() for row in rows} == {TODAY}

    def found(query):
        return [row.version.code for row in page.get(url + query).context["rows"]]

    assert found("?q=HUND") == ["har_den_unge_en_hund"]
    assert found("?topic=money") == ["income"]
    assert found("?when=S") == ["housing_now", "income"]
    assert found("?topic=nothing") == [row.version.code for row in rows]
    assert "Intet spørgsmål passer" in page.get(url + "?q=zzz").content.decode()


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    page, programme, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30) as few:
        page.get(path(programme))
    asks(programme)
    with django_assert_num_queries(len(few)):
        page.get(path(programme))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
@pytest.mark.parametrize("rest", ["", "new/", "take-in/", "order/"])
def test_only_leads_write_questions(client, programme, team, role, rest):
    client.force_login(staff(role, team=team))
    assert client.get(path(programme, rest)).status_code == 403


def test_a_lead_reaches_no_programme_and_no_question_of_another_house(page, programme):
    foreign = ProgrammeFactory(code="foreign")
    works_in(staff(Role.LEAD).memberships.get().team, foreign)
    asks(foreign, "housing_now")
    other = staff(Role.LEAD, team=foreign.teams.get())
    page.force_login(other)
    own = added(page, foreign, da="Hemmeligt spørgsmål", after="housing_now")
    page.force_login(staff(Role.LEAD, team=programme.teams.get()))
    assert page.get(path(foreign)).status_code == 404
    assert page.get(path(programme, f"{own.pk}/")).status_code == 404
    assert "Hemmeligt" not in page.get(path(programme, "take-in/")).content.decode()
    page.post(path(programme, "take-in/"), {"question": own.pk, "after": "-"})
    assert own.code not in codes(programme)


def test_what_is_typed_of_a_question_is_kept_as_a_draft(page, programme, lead):
    key = f"cases-question-new:{programme.code}"
    Draft.objects.create(user=lead, key=key, fields={"da": "Halv", "choices": "1", "choices.0.da": "Måske"})
    html = page.get(path(programme, "new/")).content.decode()
    assert 'value="Halv"' in html
    assert 'value="Måske"' in html


@pytest.mark.parametrize("act", [leave_out, partial(change_question, wording=DOG)])
def test_a_question_that_somebody_has_changed_meanwhile_is_neither_left_out_nor_changed(programme, lead, act):
    """Both had the first version before them; the second one to come would undo what it has not seen."""
    first = add_question(by=lead, at=NOW, programme=programme, wording=DOG, after="")
    newer = change_question(
        by=lead, at=NOW, programme=programme, version=first, wording=replace(DOG, da="Har den unge en kat?")
    )
    with pytest.raises(Refused, match="En anden har imens"):
        act(by=lead, at=NOW, programme=programme, version=first)
    assert newer in versions_asked(programme)

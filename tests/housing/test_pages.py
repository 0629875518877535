"""Every housing page as a worker uses it, and closed to those who may not."""

from datetime import date

import pytest

from cases.audit.models import AuditEvent
from cases.staff.codes import Role
from housing.offers.models import Offer
from housing.referrals.models import HousingReferral
from housing.stays.actions import start_stay
from housing.stays.models import Stay
from housing.support.models import SupportCase
from tests.clock import NOW, TODAY
from tests.factories.cases import OrganisationFactory, staff
from tests.factories.housing import HousingReferralFactory, OfferFactory, SupportCaseFactory

pytestmark = pytest.mark.django_db

DAY = date(2025, 3, 3)


def text(response):
    return response.content.decode()


def test_a_referral_is_made_and_walked_to_the_waiting_list(page, person):
    receiver = OrganisationFactory(kind="housing_allocation", name="Den Boligsociale Anvisning")
    response = page(
        "referral_create", person.reference, receiver=receiver.pk, housing_kind="youth", on="2025-03-03", max_rent=4500
    )
    referral = HousingReferral.objects.get()
    assert response["Location"] == f"/housing/referrals/{referral.pk}/"
    for step in ("submit", "receive", "approve", "queue"):
        referral.refresh_from_db()
        sent = page("referral_step", referral.pk, step, on="2025-03-04", note="", version=referral.version)
        assert sent.status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.max_rent, referral.steps.count()) == ("waiting", 4500, 5)


def test_only_possible_steps_have_a_button(page, person):
    referral = HousingReferralFactory(person=person, state="waiting")
    buttons = [button.url for button in page("referral", referral.pk).context["buttons"]]
    assert buttons == [
        f"/housing/referrals/{referral.pk}/offers/new/",
        f"/housing/referrals/{referral.pk}/steps/note/",
        f"/housing/referrals/{referral.pk}/steps/withdraw/",
    ]


@pytest.mark.parametrize("step", ["submit", "approve", "move_in"])
def test_a_step_that_is_no_longer_possible_leads_back(page, person, step):
    referral = HousingReferralFactory(person=person, state="rejected")
    response = page("referral_step", referral.pk, step, on="2025-03-03", version=1)
    assert response["Location"] == f"/housing/referrals/{referral.pk}/"
    referral.refresh_from_db()
    assert referral.state == "rejected"


@pytest.mark.parametrize("step", ["sing", "offer", "accept", "supersede"])
def test_steps_that_have_no_page(page, person, step):
    referral = HousingReferralFactory(person=person, state="offered")
    expected = 302 if step == "supersede" else 404
    assert page("referral_step", referral.pk, step).status_code == expected


def test_a_stale_step_shows_what_was_wanted_and_where_it_stands(page, person):
    referral = HousingReferralFactory(person=person, state="received", version=2)
    response = page("referral_step", referral.pk, "approve", on="2025-03-03", version=1)
    assert [tuple(map(str, row)) for row in response.context["form"].stale] == [
        ("Step", "Record the approval", "Received by the unit")
    ]
    assert response.context["form"].data["version"] == "2"
    referral.refresh_from_db()
    assert referral.state == "received"


def test_a_refused_step_says_why_beside_the_field(page, person):
    referral = HousingReferralFactory(person=person, state="received", opened_on=DAY)
    response = page("referral_step", referral.pk, "approve", on="2025-03-02", note="Ringet", version=1)
    assert response.context["form"].errors == {
        "on": ["That is before the previous step (03.03.2025). Choose a later day."]
    }
    assert "Ringet" in text(response)


def test_withdrawing_asks_first(page, person):
    referral = HousingReferralFactory(person=person, state="waiting")
    assert "If that was a mistake, you can take it back" in text(page("referral_step", referral.pk, "withdraw"))
    page("referral_step", referral.pk, "withdraw", on="2025-03-03", reason="found_home", version=1)
    referral.refresh_from_db()
    assert referral.state == "withdrawn"


def test_an_offer_is_made_accepted_and_undone(page, person):
    referral = HousingReferralFactory(person=person, state="waiting")
    other = OfferFactory(referral__person=person, address="Andenvej 2")
    page(
        "offer_create",
        referral.pk,
        on="2025-03-03",
        address="Prøvevej 1",
        landlord_name="Prøvehave",
        housing_kind="youth",
        rent=4200,
        version=1,
    )
    offer = Offer.objects.get(address="Prøvevej 1")
    assert "Andenvej 2" in text(page("offer_accept", offer.pk))
    page("offer_accept", offer.pk, on="2025-03-04", version=offer.version)
    other.refresh_from_db()
    offer.refresh_from_db()
    assert (offer.state, other.state) == ("accepted", "superseded")
    labels = [str(button.label) for button in page("referral", referral.pk).context["buttons"]]
    assert labels == [
        "Record the lease",
        "Undo the acceptance",
        "Record that they did not move in",
        "Write a progress note",
        "Withdraw the referral",
    ]
    assert "Andenvej 2" in text(page("offer_undo", offer.pk))
    page("offer_undo", offer.pk, on="2025-03-05", version=offer.version)
    other.refresh_from_db()
    offer.refresh_from_db()
    assert (offer.state, other.state) == ("open", "open")


def test_a_declined_offer_needs_a_reason_of_the_list(page, person):
    offer = OfferFactory(referral__person=person)
    response = page("offer_decline", offer.pk, on="2025-03-03", reason="referral_withdrawn", version=1)
    assert list(response.context["form"].errors) == ["reason"]
    page("offer_decline", offer.pk, on="2025-03-03", reason="rent_too_high", version=1)
    offer.refresh_from_db()
    assert (offer.state, offer.whose) == ("declined", "young_person")


def test_an_answered_offer_leads_back_to_the_referral(page, person):
    offer = OfferFactory(referral__person=person, state="accepted", decided_on=DAY, referral__state="accepted")
    response = page("offer_accept", offer.pk)
    assert response["Location"] == f"/housing/referrals/{offer.referral.pk}/"


def test_the_third_refusal_is_visible_as_such(page, person):
    referral = HousingReferralFactory(person=person, state="declined")
    refused = {"state": "declined", "decided_on": DAY, "refusal": "wrong_area", "whose": "young_person"}
    for number in (1, 2, 3):
        OfferFactory(referral=referral, **refused)
        response = page("referral", referral.pk)
        assert (response.context["refusals"], response.context["many_refusals"]) == (number, number == 3)
    assert "has declined 3 offers" in text(response)


def test_a_support_case_is_opened_and_decided_by_those_who_decide(client, page, person, team):
    page("support_create", person.reference, paragraph="sel_85", on="2025-01-02")
    case = SupportCase.objects.get()
    page("support_step", case.pk, "talk", on="2025-01-10", version=1)
    assert [str(button.label) for button in page("support", case.pk).context["buttons"]] == [
        "Record that the hearing was sent",
        "Drop the case",
    ]
    assert page("support_step", case.pk, "grant").status_code == 403
    client.force_login(staff(Role.AUTHORITY, team=team))
    assert page("support_step", case.pk, "grant", on="2025-02-03", hours_per_week="2.5", version=2).status_code == 302
    case.refresh_from_db()
    assert (case.state, str(case.hours_per_week)) == ("granted", "2.5")


def test_a_refused_case_says_how_long_one_may_complain(page, person):
    case = SupportCaseFactory(
        person=person,
        state="refused",
        talked_on=DAY,
        hearing_sent_on=DAY,
        hearing_deadline=date(2025, 3, 17),
        decided_on=date(2025, 4, 1),
        decided_by=staff(),
        refusal="no_need",
        grounds="§ 85: intet behov.",
    )
    assert page("support", case.pk).context["complaint_until"] == date(2025, 4, 29)


def test_a_hearing_without_an_answer_is_flagged(page, person):
    case = SupportCaseFactory(
        person=person, state="hearing", talked_on=DAY, hearing_sent_on=DAY, hearing_deadline=date(2025, 3, 17)
    )
    assert "was not answered in time" in text(page("support", case.pk))


def test_an_answer_to_a_hearing_needs_its_words(page, person):
    case = SupportCaseFactory(
        person=person, state="hearing", talked_on=DAY, hearing_sent_on=DAY, hearing_deadline=date(2025, 3, 17)
    )
    refused = page("support_step", case.pk, "answer_hearing", on="2025-03-10", version=1)
    assert list(refused.context["form"].errors) == ["answer"]
    page("support_step", case.pk, "answer_hearing", on="2025-03-10", answer="Vil gerne blive i Valby", version=1)
    assert "Vil gerne blive i Valby" in text(page("support", case.pk))


def test_both_versions_of_a_stale_support_change_are_shown(page, person):
    case = SupportCaseFactory(person=person)
    page("support_change", case.pk, note="Ønsker WeShelter", version=1)
    response = page("support_change", case.pk, note="Ønsker kommunen", version=1)
    assert [(row.mine, row.theirs) for row in response.context["form"].stale] == [
        ("Ønsker kommunen", "Ønsker WeShelter")
    ]


@pytest.fixture
def everything(person, worker):
    """One of each, so that every address has a row to open."""
    referral = HousingReferralFactory(person=person, state="offered")
    return {
        "stays": person.reference,
        "stay_create": person.reference,
        "referral_create": person.reference,
        "support_create": person.reference,
        "stay_change": start_stay(by=worker, at=NOW, person=person, kind="hotel", start=date(2025, 1, 1)).pk,
        "stay_end": Stay.objects.get().pk,
        "stay_remove": Stay.objects.get().pk,
        "referral": referral.pk,
        "referral_change": referral.pk,
        "offer_accept": OfferFactory(referral=referral).pk,
        "offer_decline": Offer.objects.get().pk,
        "support": SupportCaseFactory(person=person).pk,
        "support_change": SupportCase.objects.get().pk,
    }


def test_every_page_opens_and_is_logged(page, everything, person, worker):
    for name, key in everything.items():
        before = AuditEvent.objects.count()
        assert page(name, key).status_code == 200, name
        event = AuditEvent.objects.order_by("-pk")[0]
        assert (AuditEvent.objects.count() - before, event.action, event.person, event.by) == (
            1,
            "opened",
            person,
            worker,
        ), name


def test_a_page_of_someone_else_s_young_person_does_not_exist(client, page, everything):
    client.force_login(staff())
    assert {name: page(name, key).status_code for name, key in everything.items()} == dict.fromkeys(everything, 404)


def test_a_protected_young_person_does_not_exist_either(page, everything, person):
    person.is_restricted = True
    person.save()
    assert {name: page(name, key).status_code for name, key in everything.items()} == dict.fromkeys(everything, 404)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_other_roles_are_refused(client, page, everything, role):
    client.force_login(staff(role))
    found = {name: page(name, key).status_code for name, key in everything.items()}
    assert found == dict.fromkeys(everything, 403)
    assert page("referrals").status_code == 403
    assert page("support_cases").status_code == 403


def test_dates_of_new_steps_are_danish_today(page, person):
    referral = HousingReferralFactory(person=person)
    assert page("referral_step", referral.pk, "submit").context["form"]["on"].value() == TODAY


def test_a_granted_case_is_dropped_by_authority_or_lead_alone(client, page, worker, team, person):
    granted = {"state": "granted", "talked_on": "2025-02-01", "decided_on": "2025-02-03", "decided_by": staff()}
    case = SupportCaseFactory(person=person, state_since="2025-02-03", **granted)
    opened = SupportCaseFactory(person=person, paragraph="sel_99")
    for role, status in [(Role.CASEWORKER, 403), (Role.AUTHORITY, 200), (Role.LEAD, 200)]:
        user = staff(role, team=team)
        client.force_login(user)
        assert page("support_step", case.pk, "drop").status_code == status
        assert ("Drop the case" in text(page("support", case.pk))) == (status == 200)
        assert page("support_step", opened.pk, "drop").status_code == 200
    client.force_login(worker)
    assert page("support_step", case.pk, "drop", on="2025-03-01", reason="moved", version=1).status_code == 403
    case.refresh_from_db()
    assert case.state == "granted"


def test_a_rent_over_the_limit_is_asked_about_and_shown(page, person):
    """9,000 kr. where the referral says at most 4,200."""
    referral = HousingReferralFactory(person=person, state="waiting", max_rent=4200)
    assert 'name="confirm"' not in text(page("offer_create", referral.pk))
    home = {"address": "Prøvevej 1", "housing_kind": "youth", "landlord_name": "Prøvehave"}
    offer = home | {"on": "2025-03-01", "version": 1}
    asked = page("offer_create", referral.pk, rent="9000", **offer)
    assert (asked.status_code, Offer.objects.count()) == (200, 0)
    assert "The highest rent of the referral is 4,200 kr. a month. Is the rent right?" in text(asked)
    assert text(asked).count('name="confirm" value="rent=9000"') == 1
    assert page("offer_create", referral.pk, rent="9100", confirm="rent=9000", **offer).status_code == 200
    assert page("offer_create", referral.pk, rent="9000", confirm="rent=9000", **offer).status_code == 302
    made = Offer.objects.get()
    assert made.confirmed == ["rent"]
    assert "Over the limit of 4,200" in text(page("referral", referral.pk))
    assert "Over the limit of 4,200" in text(page("offer_accept", made.pk))


@pytest.mark.parametrize(("rent", "limit"), [(4200, 4200), (9000, None)])
def test_a_rent_within_the_limit_is_not_asked_about(page, person, rent, limit):
    referral = HousingReferralFactory(person=person, state="waiting", max_rent=limit)
    home = {"address": "Prøvevej 1", "housing_kind": "youth", "landlord_name": "Prøvehave"}
    assert page("offer_create", referral.pk, rent=rent, on="2025-03-01", version=1, **home).status_code == 302
    assert "Over the limit" not in text(page("referral", referral.pk))

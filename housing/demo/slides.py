"""The two ways through the project that its own presentation tells month by month, under invented names.

The presentation's are the months, their order, and everything it has a line for. Ours are the days, the numbers, the
names of shelters it leaves open, how partners answered, and the steps that a referral or a support case must take
between two of its lines. It tells of no end: both enrolments stay open.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from cases.contacts.actions import log_contact
from cases.demo.clock import at
from cases.demo.people import once_looked_at
from cases.demo.world import World
from cases.enrolments.actions import assign, change_phase, enrol
from cases.enrolments.models import Enrolment
from cases.handovers.codes import HandoverBasis
from cases.inbox.actions import accept, meet, receive
from cases.intake.actions import screen
from cases.intake.codes import ScreeningOutcome
from cases.outbox.actions import draft_handover, send
from cases.people.actions import register_person
from cases.people.codes import Gender, ResidenceStatus
from cases.people.models import Person
from housing.demo.handovers import PURPOSES, RECEIVERS
from housing.offers.actions import accept_offer, advance, make_offer
from housing.referrals.actions import draft_referral
from housing.referrals.codes import ReferralEvent as Event
from housing.referrals.models import HousingReferral
from housing.stays.actions import end_stay, start_stay
from housing.support.actions import (
    answer_hearing,
    grant_support,
    hold_talk,
    open_support_case,
    send_hearing,
    start_support,
)
from housing.support.models import SupportCase


def enter_slides(world: World) -> None:
    """Both young people, from the first meeting on."""
    short_way(world)
    long_way(world)


def short_way(world: World) -> Person:
    """A woman of 22: from a conflict at home in May 2024 to follow-up in her own home in April 2025."""
    person = _register(world, "Nanna", "Skovgaard", "740901-4002", Gender.WOMAN, met=date(2024, 5, 6))
    by = world.staff["relation"]
    start_stay(
        by=by, at=at(date(2024, 5, 6)), person=person, kind="parents", start=date(2024, 2, 1), place="Hos en forælder"
    )
    _contact(
        world,
        person,
        date(2024, 5, 6),
        "meeting",
        "Kom i Kofoeds Kælder efter råd fra sin behandler i Opus. Bor hos en forælder og dennes partner, og det er "
        "konfliktfyldt. Har måttet stoppe på studiet og har ingen indtægt. Har en psykiatrisk diagnose.",
        who="street",
    )
    _contact(
        world,
        person,
        date(2024, 5, 16),
        "meeting",
        "Første møde. Ringede sammen til flere herberger og til jobcenteret.",
    )
    enrolment = _enrol(world, person, date(2024, 5, 16))
    _hand_over(
        world,
        enrolment,
        "jobcenter",
        "Har brug for hjælp til at søge ydelse og til at se på studiet igen.",
        sent=date(2024, 5, 16),
        accepted=date(2024, 5, 21),
        met=date(2024, 5, 28),
    )
    _to_own_home(world, person, enrolment)
    return person


def _to_own_home(world: World, person: Person, enrolment: Enrolment) -> None:
    """June 2024 to April 2025: shelter, referral, assessment and hearing, offer, support, the move, follow-up."""
    by, authority = world.staff["relation"], world.staff["authority"]
    shelter = world.organisations["herberg"]
    start_stay(
        by=by, at=at(date(2024, 6, 10)), person=person, kind="shelter", start=date(2024, 6, 10), organisation=shelter
    )
    _phase(world, enrolment, 1, date(2024, 6, 10))
    first = date(2024, 7, 4)
    assign(by=by, at=at(first), enrolment=enrolment, worker=authority, function="authority", on=first)
    _contact(
        world, person, first, "meeting", "Første samtale. Gennemgik situationen og de næste skridt.", who="authority"
    )
    referral = _refer(world, person, enrolment, date(2024, 8, 14))
    _step(world, referral, Event.RECEIVE, date(2024, 8, 21))
    case = _open_case(world, person, enrolment, date(2024, 9, 2))
    hold_talk(by=authority, at=at(date(2024, 9, 11)), case=case, on=date(2024, 9, 11))
    _step(world, referral, Event.APPROVE, date(2024, 9, 18))
    _step(world, referral, Event.QUEUE, date(2024, 9, 18))
    send_hearing(by=authority, at=at(date(2024, 10, 3)), case=case, on=date(2024, 10, 3), deadline=date(2024, 10, 17))
    answer_hearing(by=authority, at=at(date(2024, 10, 15)), case=case, on=date(2024, 10, 15), answer="Enig i det.")
    _accept_home(world, referral)
    grant_support(
        by=authority, at=at(date(2024, 11, 26)), case=case, on=date(2024, 11, 26), hours_per_week=Decimal("2.5")
    )
    _step(world, referral, Event.SIGN, date(2024, 12, 10))
    start_support(by=authority, at=at(date(2025, 2, 3)), case=case, on=date(2025, 2, 3))
    _step(world, referral, Event.MOVE_IN, date(2025, 3, 1))
    _phase(world, enrolment, 2, date(2025, 3, 1))
    _contact(
        world,
        person,
        date(2025, 4, 10),
        "visit",
        "Opfølgning i egen bolig. Skal begynde på studie efter sommerferien.",
    )
    _step(world, referral, Event.FOLLOW_UP, date(2025, 4, 10), outcome="still_there")


def _accept_home(world: World, referral: HousingReferral) -> None:
    by, offered, accepted = world.staff["relation"], date(2024, 11, 7), date(2024, 11, 12)
    offer = make_offer(
        by=by,
        at=at(offered),
        referral=referral,
        on=offered,
        landlord=world.organisations["boligforening"],
        address="Havnelunden 12, 2. tv., 2450 København SV",
        housing_kind="youth",
        rent=3650,
        deposit=14600,
        contract_kind="permanent",
        reply_by=date(2024, 11, 14),
    )
    accept_offer(by=by, at=at(accepted), offer=offer, on=accepted)


def long_way(world: World) -> Person:
    """A man of 20: first met in November 2022, shelters, a referral rejected in March 2025, and a new plan."""
    person = _register(world, "Elias", "Brandt", "710604-4003", Gender.MAN, met=date(2022, 11, 9))
    _contact(
        world,
        person,
        date(2022, 11, 9),
        "meeting",
        "Kom i Kofoeds Kælder sammen med sin mor. Har ingen kontakt til sin far og vil ikke bo hos moren og hendes "
        "nye familie. Fulgt videre til herberg.",
    )
    _stay(world, person, "herberg", date(2022, 11, 10), date(2023, 3, 15))
    _stay(world, person, "hellebro", date(2023, 3, 15), date(2023, 8, 20))
    _contact(
        world,
        person,
        date(2024, 2, 8),
        "meeting",
        "Kontakten genoptaget, efter at moren ringede. Bygger bro til herberg, psykiatri og jobcenter.",
    )
    enrolment = _enrol(world, person, date(2024, 2, 12))
    _build_bridges(world, enrolment)
    _stay(world, person, "hellebro", date(2024, 4, 10), date(2024, 8, 30))
    _phase(world, enrolment, 1, date(2024, 4, 10))
    met = date(2024, 5, 22)
    authority = world.staff["authority"]
    assign(by=authority, at=at(met), enrolment=enrolment, worker=authority, function="authority", on=met)
    _contact(world, person, met, "meeting", "Afklarende møde med ny sagsbehandler.", who="authority")
    _stay(world, person, "herberg", date(2024, 8, 30), date(2024, 12, 5))
    _rejected(world, person, enrolment)
    _plan_anew(world, person, enrolment)
    return person


def _build_bridges(world: World, enrolment: Enrolment) -> None:
    """February 2024: to a shelter, to psychiatry and to the job centre."""
    on = date(2024, 2, 12)
    need = "Sover hos skiftende venner og har brug for et fast sted."
    _hand_over(world, enrolment, "hellebro", need, sent=on, accepted=date(2024, 2, 20), met=date(2024, 4, 10))
    need = "Vil gerne tale med en behandler."
    _hand_over(world, enrolment, "opus", need, sent=on, accepted=date(2024, 2, 22), met=date(2024, 3, 7))
    need = "Har ingen indtægt og har brug for hjælp til at søge ydelse."
    _hand_over(world, enrolment, "jobcenter", need, sent=on, accepted=date(2024, 2, 15), met=date(2024, 2, 28))


def _rejected(world: World, person: Person, enrolment: Enrolment) -> None:
    """December 2024 to March 2025: a third shelter, which he leaves, and the referral that was rejected."""
    by = world.staff["relation"]
    stay = start_stay(
        by=by,
        at=at(date(2024, 12, 5)),
        person=person,
        kind="shelter",
        start=date(2024, 12, 5),
        organisation=world.organisations["roskildehjemmet"],
    )
    _contact(world, person, date(2025, 1, 15), "meeting", "Møde med herbergets sagsbehandler.")
    referral = _refer(world, person, enrolment, date(2025, 1, 24))
    _step(world, referral, Event.RECEIVE, date(2025, 2, 3))
    left = date(2025, 2, 14)
    end_stay(by=by, at=at(left), stay=stay, end=left)
    _contact(world, person, left, "other", "Udskriver sig selv fra Roskildehjemmet.", outcome="without")
    _step(world, referral, Event.REJECT, date(2025, 3, 6), reason="no_income")
    for day in (date(2025, 3, 12), date(2025, 3, 20), date(2025, 3, 27)):
        _contact(world, person, day, "network_meeting", "Møde med herberget om indtægten.", outcome="without")


def _plan_anew(world: World, person: Person, enrolment: Enrolment) -> None:
    """April 2025: Hellebro, and the meeting that planned a new referral and a new assessment."""
    start_stay(
        by=world.staff["relation"],
        at=at(date(2025, 4, 9)),
        person=person,
        kind="shelter",
        start=date(2025, 4, 9),
        organisation=world.organisations["hellebro"],
    )
    met = date(2025, 4, 11)
    _contact(
        world,
        person,
        met,
        "network_meeting",
        "Relation, myndighed og herberg samler trådene på Hellebro: hvem gør hvad, og en plan for ny boligindstilling "
        "og VUM. Mødet var aftalt før indskrivningen på herberget.",
    )
    _draft(world, person, enrolment, met)
    _open_case(world, person, enrolment, met)


def _register(world: World, first: str, last: str, cpr: str, gender: Gender, *, met: date) -> Person:
    registering = partial(
        register_person,
        by=world.staff["relation"],
        at=at(met),
        team=world.teams["inner"],
        first_met_on=met,
        first_name=first,
        last_name=last,
        cpr=cpr,
        gender=gender,
        acting_municipality="0101",
        paying_municipality="0101",
        residence=ResidenceStatus.CITIZEN,
    )
    return once_looked_at(registering)


def _enrol(world: World, person: Person, on: date) -> Enrolment:
    screening = screen(
        by=world.staff["authority"],
        at=at(on),
        person=person,
        programme=world.programme,
        decided_on=on,
        outcome=ScreeningOutcome.ELIGIBLE,
        unstable_housing=True,
        needs_more_than_advice=True,
    )
    by = world.staff["relation"]
    enrolment = enrol(by=by, at=at(on), screening=screening, team=person.team, on=on)
    assign(by=by, at=at(on), enrolment=enrolment, worker=by, function="relation", on=on)
    return enrolment


def _contact(
    world: World,
    person: Person,
    day: date,
    kind: str,
    note: str,
    *,
    who: str = "relation",
    outcome: str = "reached",
) -> None:
    log_contact(
        by=world.staff[who],
        at=at(day, 15),
        people=[person],
        happened_at=at(day, 13),
        kind=kind,
        outcome=outcome,
        minutes=None if kind == "other" else 60,
        note=note,
    )


def _stay(world: World, person: Person, organisation: str, start: date, end: date) -> None:
    start_stay(
        by=world.staff["relation"],
        at=at(end),
        person=person,
        kind="shelter",
        start=start,
        end=end,
        organisation=world.organisations[organisation],
    )


def _phase(world: World, enrolment: Enrolment, position: int, on: date) -> None:
    phase = world.phases[position]
    change_phase(by=world.staff["relation"], at=at(on), enrolment=enrolment, phase=phase, on=on)


def _refer(world: World, person: Person, enrolment: Enrolment, on: date) -> HousingReferral:
    referral = _draft(world, person, enrolment, on)
    return advance(by=world.staff["authority"], at=at(on), referral=referral, event=Event.SUBMIT, on=on)


def _draft(world: World, person: Person, enrolment: Enrolment, on: date) -> HousingReferral:
    return draft_referral(
        by=world.staff["authority"],
        at=at(on),
        person=person,
        enrolment=enrolment,
        receiver=world.organisations["anvisning"],
        housing_kind="youth",
        max_rent=4000,
        on=on,
    )


def _open_case(world: World, person: Person, enrolment: Enrolment, on: date) -> SupportCase:
    return open_support_case(
        by=world.staff["authority"],
        at=at(on),
        person=person,
        enrolment=enrolment,
        paragraph="sel_85",
        provider=world.organisations["bostoette"],
        on=on,
    )


def _step(
    world: World, referral: HousingReferral, event: Event, on: date, *, reason: str = "", outcome: str = ""
) -> None:
    advance(
        by=world.staff["relation"],
        at=at(on),
        referral=referral,
        event=event,
        on=on,
        reason=reason,
        outcome=outcome,
    )


def _hand_over(
    world: World, enrolment: Enrolment, receiver: str, message: str, *, sent: date, accepted: date, met: date
) -> None:
    """A bridge to a partner: opened the day after, taken over, and met."""
    by, partner = world.staff["relation"], world.staff[RECEIVERS[receiver]]
    handover = draft_handover(
        by=by,
        at=at(sent, 16),
        person=enrolment.person,
        enrolment=enrolment,
        receiver=world.organisations[receiver],
        purpose=PURPOSES[receiver],
        message=message,
        basis=HandoverBasis.CONSENT,
        basis_detail=f"Mundtligt samtykke den {sent:%d.%m.%Y}",
        scope=["name", "contact_details", "birth_date", "workers"],
        shared_until=sent + timedelta(days=365),
    )
    send(by=by, at=at(sent, 16), handover=handover)
    receive(by=partner, at=at(sent + timedelta(days=1), 9), handover=handover)
    accept(by=partner, at=at(accepted, 10), handover=handover)
    meet(by=partner, at=at(met, 14), handover=handover, met_on=met)

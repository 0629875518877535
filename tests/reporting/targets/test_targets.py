"""A target is set, revised, counted and taken out; each figure is read where the target says, as of any day."""

from datetime import date, timedelta

import pytest

from cases.audit.models import AuditEvent
from cases.core.errors import Refused
from cases.core.municipalities import MUNICIPALITIES
from cases.staff.codes import Role
from reporting.kinds.given import Span
from reporting.targets.actions import change_target, count_by_hand, revise_target, set_target, take_out
from reporting.targets.arithmetic import arithmetic, homes, in_both_languages
from reporting.targets.codes import MeasuredBy, Standing
from reporting.targets.figures import Figures
from reporting.targets.models import Target, TargetCount, TargetValue
from reporting.targets.queries import figure_names, readings
from tests.clock import NOW, TODAY
from tests.factories.cases import EnrolmentFactory, PersonFactory, ProgrammeFactory, staff
from tests.factories.reporting import SeriesFactory, SeriesValueFactory, SeriesVersionFactory, TargetFactory
from tests.factories.statusreports import asks, reported

pytestmark = pytest.mark.django_db

BEGIN, DUE = date(2025, 1, 1), date(2026, 12, 31)


@pytest.fixture
def lead():
    return staff(Role.LEAD)


def made(programme=None, **facts):
    usual = {"kind": "activity", "label_da": "Samtaler", "unit": "number", "start": BEGIN, "due": DUE}
    given = usual | {"value": Span(20, 20)} | facts
    return set_target(by=None, at=NOW, programme=programme or ProgrammeFactory(), **given)


def read(target, day):
    return next(one for one in readings(target.programme, as_of=day, known_at=NOW) if one.target == target)


def test_the_original_value_stays_beside_the_new_one(lead):
    target = made(value=Span(6, 8))
    revise_target(by=lead, at=NOW, target=target, start=date(2025, 3, 1), value=Span(10, 10), why="Ny bevilling")
    assert [(one.start, one.low, one.high) for one in target.values.all()] == [
        (BEGIN, 6, 8), (date(2025, 3, 1), 10, 10),
    ]  # fmt: skip
    for day, current in ((date(2025, 2, 28), Span(6, 8)), (date(2025, 3, 1), Span(10, 10))):
        found = read(target, day)
        assert (found.original, found.current) == (Span(6, 8), current)
    assert TargetValue.history.latest("history_id").history_change_reason == "Ny bevilling"
    assert AuditEvent.objects.filter(target="reporting.target", action="changed", by=lead).count() == 1


@pytest.mark.parametrize(
    ("start", "field"), [(BEGIN, "start"), (DUE + timedelta(days=1), "start")], ids=["not later", "after the end"]
)
def test_a_new_value_holds_from_a_later_day_within_the_target(lead, start, field):
    target = made()
    with pytest.raises(Refused) as refused:
        revise_target(by=lead, at=NOW, target=target, start=start, value=Span(1, 1), why="Forkert")
    assert refused.value.field == field
    with pytest.raises(Refused, match="Skriv hvorfor"):
        revise_target(by=lead, at=NOW, target=target, start=DUE, value=Span(1, 1), why=" ")


def test_what_is_counted_by_hand_counts_from_its_day_on():
    """12 of 20 after 181 of 729 days: 4.97 were expected."""
    target = made()
    count_by_hand(by=None, at=NOW, target=target, on=date(2025, 3, 31), number=7)
    count_by_hand(by=None, at=NOW, target=target, on=date(2025, 3, 31), number=8)
    assert (read(target, date(2025, 3, 30)).progress.standing, TargetCount.objects.count()) == (Standing.UNKNOWN, 1)
    found = read(target, date(2025, 3, 31))
    assert (found.progress.actual, found.progress.expected, found.progress.standing) == (8, 2, Standing.ON_THE_WAY)
    assert [row.number for row in TargetCount.history.order_by("history_id")] == [7, 8]


@pytest.mark.parametrize("on", [BEGIN - timedelta(days=1), TODAY + timedelta(days=1)])
def test_nothing_is_counted_before_the_target_or_after_today(on):
    with pytest.raises(Refused) as refused:
        count_by_hand(by=None, at=NOW, target=made(), on=on, number=1)
    assert refused.value.field == "on"


def test_a_target_that_is_read_is_not_counted_by_hand():
    target = made(measured_by="indicator", figure="own_home.moved.moved", unit="homes")
    with pytest.raises(Refused, match="ikke i hånden"):
        count_by_hand(by=None, at=NOW, target=target, on=TODAY, number=1)


@pytest.mark.parametrize(
    ("measured_by", "figure"),
    [("indicator", "own_home.moved.nothing"), ("indicator", "nothing"), ("table", "retention.nothing")],
)
def test_a_figure_that_is_not_there_is_refused(measured_by, figure):
    with pytest.raises(Refused) as refused:
        made(measured_by=measured_by, figure=figure)
    assert refused.value.field == "figure"


def test_a_change_keeps_what_was_counted(lead):
    target = made()
    count_by_hand(by=None, at=NOW, target=target, on=TODAY, number=7)
    facts = {
        "kind": "result", "label_da": "Møder", "unit": "number", "due": DUE, "measured_by": "hand", "figure": "",
    }  # fmt: skip
    changed = change_target(by=lead, at=NOW, target=target, version=target.version, **facts)
    assert (changed.label_da, changed.kind, changed.counts.get().number) == ("Møder", "result", 7)
    with pytest.raises(Refused, match="talt i hånden"):
        change_target(
            by=lead, at=NOW, target=changed, version=changed.version,
            **facts | {"measured_by": "indicator", "figure": "own_home.moved.moved"},
        )  # fmt: skip


def test_a_target_taken_out_is_kept_by_the_history(lead):
    target = made()
    count_by_hand(by=None, at=NOW, target=target, on=TODAY, number=7)
    take_out(by=lead, at=NOW, target=target, why="Hører til en anden indsats")
    assert not Target.objects.exists()
    assert Target.history.latest("history_id").history_change_reason == "Hører til en anden indsats"
    assert AuditEvent.objects.filter(target="reporting.target", facts={"removed": True}).count() == 1


def test_an_indicator_is_read_from_the_targets_own_first_day():
    """Two enrolled in 2024, three since: of a target from 2025 on they are three. The share is of all five contacts."""
    programme = ProgrammeFactory(start=date(2023, 1, 1))
    for start in (date(2024, 5, 1), date(2024, 6, 1), BEGIN, date(2025, 2, 1), date(2025, 3, 1)):
        EnrolmentFactory(programme=programme, start=start)
    target = made(programme, measured_by="indicator", figure="age_and_gender.age.total", unit="people")
    found = read(target, TODAY)
    assert (found.figure.value, found.figure.people) == (3, 3)
    assert found.figure.cell == "age_and_gender.age.total.n"
    assert read(target, date(2025, 2, 28)).figure.value == 2


def counted_on(programme, *answers, day=BEGIN):
    """A course for each of the answers, with a report of that day and another of April."""
    worker = staff(Role.CASEWORKER)
    for said in answers:
        enrolment = EnrolmentFactory(person=PersonFactory(), programme=programme, start=BEGIN)
        reported(enrolment, worker, kind="start", on=day, answers=said)
        reported(enrolment, worker, kind="quarterly", on=date(2025, 4, 1), answers={"housing_now": "almen"})


def test_a_table_is_read_in_the_unit_of_the_target():
    """Of three followed, two have a home of their own at the first report: 67 per cent, and one of them has none.

    By 31 March nobody is followed yet. Of a programme without such a row there is no figure.
    """
    programme = ProgrammeFactory(code="hjem")
    asks(programme, "housing_now")
    counted_on(programme, *({"housing_now": home} for home in ("almen", "almen", "ikke_egen_bolig")))
    shared = {"measured_by": "table", "figure": "housing_three_way.own"}
    count = made(programme, label_da="Antal", unit="people", **shared)
    share = made(programme, label_da="Andel", unit="percent", **shared)
    day = date(2025, 5, 1)
    found = [read(one, day).figure for one in (count, share)]
    assert [(one.value, one.people) for one in found] == [(2, 1), (67, 1)]
    assert [read(one, date(2025, 3, 31)).figure.people for one in (count, share)] == [0, 0]
    Target.objects.filter(pk__in=[count.pk, share.pk]).update(figure="housing.own")
    assert read(count, day).figure.value is None


def test_a_figure_of_a_row_rests_on_the_base_of_the_row():
    """Of four, three answered for alcohol: two have a problem and one has none. Everybody answered for hash."""
    programme = ProgrammeFactory()
    asks(programme, "housing_now", "domains")
    said = [{"domains.alkohol": step, "domains.hash": "0"} for step in ("2", "3", "0", None)]
    counted_on(programme, *said)
    target = made(programme, measured_by="table", figure="problems.alkohol.problem", unit="percent")
    found = read(target, date(2025, 3, 31)).figure
    assert (found.value, found.people) == (67, 1)


def test_what_is_counted_by_hand_in_young_people_rests_on_them():
    """3 on the first day of the target: young people are the fewest that a figure rests on, conversations are nobody."""
    for unit, people in (("people", 3), ("number", 0)):
        target = made(unit=unit)
        count_by_hand(by=None, at=NOW, target=target, on=BEGIN, number=3)
        found = read(target, BEGIN)
        assert (found.progress.actual, found.figure.people) == (3, people)


def test_a_statistic_is_read_in_the_version_that_was_published_by_then():
    series = SeriesFactory(code="count")
    for published, value in ((date(2025, 1, 15), 149), (date(2025, 4, 1), 140)):
        version = SeriesVersionFactory(series=series, published_on=published)
        SeriesValueFactory(version=version, municipality="0101", group="18-24", period="2024", value=value)
        SeriesValueFactory(version=version, municipality="0101", group="18-24", period="2022", value=200)
    target = made(
        measured_by="statistic", reference=series, figure="18-24", municipality="0101", direction="lower",
        value=Span(145, 145), unit="people",
    )  # fmt: skip
    assert [read(target, day).figure.value for day in (BEGIN, date(2025, 3, 31), date(2025, 4, 1))] == [None, 149, 140]
    assert read(target, date(2025, 4, 1)).progress.standing == Standing.REACHED


def test_the_arithmetic_is_written_in_both_languages():
    target = made()
    count_by_hand(by=None, at=NOW, target=target, on=date(2025, 1, 2), number=3)
    said = in_both_languages(lambda: arithmetic(read(target, date(2025, 3, 1))))
    assert said.da.startswith("3 af 20 pr. ")
    assert said.da.endswith("→ forventet 2 → på vej")
    assert said.en.endswith("→ expected 2 → on the way")
    unknown = made(label_da="Andet")
    assert in_both_languages(lambda: arithmetic(read(unknown, TODAY))).en.startswith("no figure on ")


def test_two_targets_of_homes_in_one_place_have_keys_of_their_own():
    programme = ProgrammeFactory(municipality="")
    first, second, other = (
        made(programme, label_da=name, unit="homes", municipality=area)
        for name, area in (("Ungdomsboliger", "0101"), ("Skæve boliger", "0101"), ("Boliger", "0751"))
    )
    found = {one.key: one.label.da for one in homes(programme, TODAY, NOW)}
    copenhagen = MUNICIPALITIES["0101"].label
    assert found == {
        f"0101_{first.pk}": f"Ungdomsboliger, {copenhagen}",
        f"0101_{second.pk}": f"Skæve boliger, {copenhagen}",
        "0751": "Aarhus",
    }
    assert {one.established for one in homes(programme, TODAY, NOW)} == {None}
    assert other.pk


def test_every_figure_that_can_be_chosen_can_be_read():
    """Each key that the form offers leads to a row that is there, or to none because nobody has answered."""
    programme = ProgrammeFactory(code="hjem")
    asks(programme, "housing_now", "nights")
    EnrolmentFactory(programme=programme, start=BEGIN)
    figures = Figures(programme, as_of=TODAY, known_at=NOW)
    for source in (MeasuredBy.INDICATOR, MeasuredBy.TABLE):
        names = figure_names(programme, source)
        assert len(names) > 5
        for key in names:
            target = Target(programme=programme, start=BEGIN, due=DUE, measured_by=source, figure=key, unit="number")
            figures.of(target)
    assert figure_names(programme, MeasuredBy.HAND) is None


def test_targets_are_read_in_the_same_number_of_queries(django_assert_num_queries):
    programme = ProgrammeFactory()
    for number in range(1, 4):
        TargetFactory(programme=programme)
        with django_assert_num_queries(3):
            assert len(readings(programme, as_of=TODAY, known_at=NOW)) == number

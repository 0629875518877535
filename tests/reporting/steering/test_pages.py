"""A lead sets targets and writes money; an evaluator reads them, and of young people only what a report shows."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cases.audit.models import AuditEvent
from cases.programmes.models import Post
from cases.staff.codes import Role
from reporting.funding.models import Funding, PostHours, Used
from reporting.targets.models import Target
from tests.clock import TODAY
from tests.factories.cases import (
    EnrolmentFactory,
    MembershipFactory,
    ProgrammeFactory,
    TeamFactory,
    UserFactory,
    staff,
)
from tests.factories.reporting import (
    FundingFactory,
    SeriesFactory,
    SeriesValueFactory,
    SeriesVersionFactory,
    TargetCountFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

BEGIN, DUE = date(2025, 1, 1), date(2026, 12, 31)


@pytest.fixture
def programme():
    programme = ProgrammeFactory(code="unge", name="Unge i hjemløshed", start=BEGIN)
    for _ in range(3):
        EnrolmentFactory(programme=programme, start=BEGIN)
    return programme


@pytest.fixture
def lead(client, programme):
    team = TeamFactory()
    team.programmes.add(programme)
    user = staff(Role.LEAD, team=team)
    client.force_login(user)
    return user


@pytest.fixture
def evaluator(programme):
    user = UserFactory()
    MembershipFactory(user=user, role=Role.EVALUATOR, team=None, programme=programme)
    return user


def sent(client, name, *args, **given):
    return client.post(reverse(f"reporting:{name}", args=args), given)


def text(client, name, *args):
    response = client.get(reverse(f"reporting:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


TARGET = {
    "kind": "result", "label_da": "Unge optaget", "unit": "people", "measure": "indicator:age_and_gender.age.total",
    "direction": "higher", "start": "1.1.2025", "value": "6-8", "due": "31.12.2026", "baseline": "2",
    "baseline_year": "2024", "is_chosen": "on",
}  # fmt: skip


def test_a_lead_sets_a_target_and_sees_how_it_stands(client, lead, programme):
    response = sent(client, "target_new", "unge", **TARGET)
    assert response.url == reverse("reporting:targets", args=["unge"])
    target = Target.objects.get()
    assert (target.figure, target.measured_by, target.values.get().high) == (
        "age_and_gender.age.total",
        "indicator",
        8,
    )
    assert (target.baseline_low, target.baseline_high, target.is_example) == (2, 2, False)
    page = text(client, "targets", "unge")
    assert "3 af 6–8 pr. " in page
    assert "udgangspunkt 2 (2024)" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": "mange"}, "Skriv et helt tal"),
        ({"value": "8-6"}, "fra det laveste"),
        ({"value": "6,5"}, "Skriv et helt tal"),
        ({"due": "1.1.2025"}, "efter sin første dag"),
        ({"baseline_year": ""}, "årstal"),
        ({"measure": "indicator:nothing"}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_said(client, lead, programme, given, said):
    response = sent(client, "target_new", "unge", **TARGET | given)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Target.objects.exists()


def test_a_target_is_changed_revised_counted_and_taken_out(client, lead, programme):
    target = TargetFactory(programme=programme, start=BEGIN, due=DUE, label_da="Caféer")
    form = text(client, "target", target.pk)
    assert 'value="hand" selected' in form
    changed = TARGET | {"label_da": "Møder", "measure": "hand", "version": "1"}
    assert sent(client, "target", target.pk, **changed).status_code == 302
    sent(client, "target_revise", target.pk, start="1.3.2025", value="30", why="Flere penge")
    sent(client, "target_count", target.pk, on=f"{TODAY:%d.%m.%Y}", number="12")
    page = text(client, "targets", "unge")
    assert "Møder" in page
    assert "oprindeligt 20" in page
    assert "12 af 30 pr. " in page
    sent(client, "target_remove", target.pk, why="Fejl")
    assert "Ingen mål endnu" in text(client, "targets", "unge")


def test_an_old_page_does_not_overwrite_a_change(client, lead, programme):
    target = TargetFactory(programme=programme, start=BEGIN, due=DUE, label_da="Caféer")
    first = TARGET | {"label_da": "Møder", "measure": "hand", "version": "1"}
    sent(client, "target", target.pk, **first)
    response = sent(client, "target", target.pk, **first | {"label_da": "Ture"})
    assert "Møder" in response.content.decode()
    target.refresh_from_db()
    assert target.label_da == "Møder"


def test_an_evaluator_reads_working_figures_and_sets_none(client, evaluator, programme):
    """Whoever may take out rows sees what rows say: the three enrolled of the twenty, and the few counted by hand."""
    TargetFactory(
        programme=programme, label_da="Optaget", start=BEGIN, measured_by="indicator", unit="people",
        figure="age_and_gender.age.total",
    )  # fmt: skip
    few = TargetFactory(programme=programme, label_da="Indsluset", start=BEGIN, unit="people")
    TargetCountFactory(target=few, on=date(2025, 1, 5), number=4)
    held = TargetFactory(programme=programme, label_da="Caféer", start=BEGIN)
    TargetCountFactory(target=held, on=date(2025, 1, 5), number=4)
    client.force_login(evaluator)
    page = text(client, "targets", "unge")
    assert "Arbejdstal, ikke til offentliggørelse" in page
    assert page.count("4 af 20 pr. ") == 2
    assert "3 af 20 pr. " in page
    assert reverse("reporting:target_new", args=["unge"]) not in page
    file = client.get(reverse("reporting:targets_download", args=["unge", "csv"])).content.decode()
    lines = {line.split(",")[0]: line for line in file.splitlines()}
    assert ",4.0," in lines["Indsluset"]
    assert ",4.0," in lines["Caféer"]


@pytest.mark.parametrize("name", ["target_new", "funding_new"])
def test_an_evaluator_sets_nothing(client, evaluator, programme, name):
    client.force_login(evaluator)
    assert client.get(reverse(f"reporting:{name}", args=["unge"])).status_code == 403


def test_the_programme_of_another_is_not_found(client, lead):
    other = ProgrammeFactory(code="andre")
    target = TargetFactory(programme=other)
    line = FundingFactory(programme=other, kind="expense")
    for name, *args in (
        ("targets", "andre"), ("money", "andre"), ("targets_download", "andre", "csv"), ("money_download", "andre", "csv"),
        ("target_new", "andre"), ("funding_new", "andre"), ("target", target.pk), ("target_revise", target.pk),
        ("target_count", target.pk), ("target_remove", target.pk), ("funding", line.pk), ("funding_used", line.pk),
        ("funding_remove", line.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 404, name


def test_a_lead_writes_the_money_and_the_page_does_the_sum(client, lead, programme):
    for kind, source, amount in (
        ("stated", "Samlet", "9.000.000"),
        ("grant", "EU", "8.100.000"),
        ("own", "KK", "900.000"),
    ):
        assert sent(client, "funding_new", "unge", kind=kind, source=source, amount=amount).status_code == 302
    sent(
        client, "funding_new", "unge", kind="expense", source="Løn", amount="6.400.000", category="wages",
        stage="running", year="2025",
    )  # fmt: skip
    line = Funding.objects.get(kind="expense")
    sent(client, "funding_used", line.pk, year="2025", quarter="1", amount="")
    assert Used.objects.get().amount is None
    page = text(client, "money", "unge")
    assert "Finansiering: 9.000.000 = 8.100.000 + 900.000." in page
    assert "Budget: 9.000.000 er ikke 6.400.000; forskellen er 2.600.000." in page
    assert "Det går ikke op" in page
    changed = {"kind": "expense", "source": "Lønninger", "amount": "9.000.000", "version": "1"}
    sent(client, "funding", line.pk, **changed)
    assert "Det går ikke op" not in text(client, "money", "unge")
    sent(client, "funding_remove", line.pk, why="Fejl")
    assert not Funding.objects.filter(kind="expense").exists()


def test_a_lead_writes_hours(client, lead, programme):
    post = Post.objects.create(
        programme=programme, organisation=programme.organisation, title="Leder", function="street", weekly_hours=20
    )
    sent(client, "post_used", post.pk, year="2025", quarter="1", hours="260,5")
    sent(client, "post_hours", post.pk, start="1.2.2025", end="28.2.2025", weekly_hours="10")
    assert Used.objects.get().hours == 260.5
    assert (PostHours.objects.get().start, PostHours.objects.get().end) == (date(2025, 2, 1), date(2025, 3, 1))
    assert "Leder" in text(client, "money", "unge")


def test_a_quarter_to_come_is_refused_at_its_field(client, lead, programme):
    line = FundingFactory(programme=programme, kind="expense")
    response = sent(client, "funding_used", line.pk, year="2031", quarter="1", amount="5")
    assert "ikke begyndt" in response.content.decode()


@pytest.mark.parametrize(("name", "form"), [("targets_download", "xlsx"), ("money_download", "xlsx")])
def test_a_workbook_has_numbers_as_numbers_and_is_noted(client, lead, programme, name, form):
    TargetFactory(programme=programme, label_da="=cmd", start=BEGIN)
    FundingFactory(programme=programme, source="EU", amount=8_100_000)
    response = client.get(reverse(f"reporting:{name}", args=["unge", form]))
    cells = [
        cell
        for row in CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
        for cell in row
    ]
    assert (20.0 if name == "targets_download" else 8_100_000.0) in cells
    event = AuditEvent.objects.get(action="exported")
    assert (event.target, event.facts["form"], event.by) == ("cases.programme", "xlsx", lead)
    assert client.get(reverse(f"reporting:{name}", args=["unge", "exe"])).status_code == 404


def test_a_file_of_text_makes_no_formula(client, lead, programme):
    TargetFactory(programme=programme, label_da="=cmd", start=BEGIN)
    assert "\n'=cmd," in client.get(reverse("reporting:targets_download", args=["unge", "csv"])).content.decode()


def test_the_statistics_are_listed_with_versions_and_change(client, lead):
    assert "Ingen statistikker endnu" in text(client, "statistics")
    series = SeriesFactory(name_da="Hjemløse i uge 6", source="VIVE")
    for published in (date(2024, 1, 1), date(2025, 1, 1)):
        version = SeriesVersionFactory(series=series, published_on=published)
        for period, value in (("2009", 128), ("2013", 144)):
            SeriesValueFactory(version=version, municipality="0561", period=period, value=value)
    share = SeriesFactory(unit="share")
    version = SeriesVersionFactory(series=share, published_on=date(2025, 1, 1))
    for period, value in (("2022", "9.5"), ("2024", 8)):
        SeriesValueFactory(version=version, period=period, value=value)
    page = text(client, "statistics")
    assert "01.01.2025, 01.01.2024" in page
    assert "13 pct." in page
    assert "-1,5 procentpoint" in page


@pytest.mark.parametrize("name", ["targets", "money", "statistics"])
def test_a_page_asks_as_often_for_one_as_for_three(client, lead, programme, name):
    counts = []
    for number in range(3):
        target = TargetFactory(programme=programme, start=BEGIN)
        TargetCountFactory(target=target, on=BEGIN)
        FundingFactory(programme=programme, kind="expense", source=f"Linje {number}")
        SeriesValueFactory(version=SeriesVersionFactory(published_on=date(2024, 1, 1)))
        with CaptureQueriesContext(connection) as asked:
            text(client, name, *([] if name == "statistics" else ["unge"]))
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_the_overview_leads_to_targets_and_money(client, lead, programme):
    page = text(client, "steering")
    for name in ("targets", "money"):
        assert reverse(f"reporting:{name}", args=["unge"]) in page
    client.force_login(staff(Role.LEAD))
    assert reverse("reporting:targets", args=["unge"]) not in text(client, "steering")

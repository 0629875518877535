"""A lead, a programme that a team of theirs works in, and the way a file takes through the pages."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.import_pages.models import ImportFile
from cases.import_pages.tasks import work
from cases.staff.codes import Role
from tests.factories.cases import ProgrammeFactory, TeamFactory, staff, works_in

HEADING = ["Forløb", "Startdato", "Dato", "Indberetning", "Hvilken bolig har borgeren nu?", "Bemærkning"]
FIRST = ["7", "01-02-2024", "05-02-2024", "Opstart", "Har ikke egen bolig", "hele familien"]
SECOND = ["7", "01-02-2024", "05-05-2024", "Kvartal", "Almen bolig", ""]
BAD = ["8", "01-02-2024", "i går", "Opstart", "palads", "Zqhemmelig"]
TAKEN_AS = ["enrolment", "started_on", "report_on", "report_kind", "housing_now", ""]


def csv_of(*rows, heading=HEADING, encoding="utf-8", delimiter=";"):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([heading, *rows])
    return text.getvalue().encode(encoding)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def programme(team):
    programme = ProgrammeFactory(code="indsats")
    works_in(team, programme)
    return programme


@pytest.fixture
def lead(team, programme):
    return staff(Role.LEAD, team=team)


@pytest.fixture
def by_lead(client, lead):
    client.force_login(lead)
    return client


class Way:
    """One file on its way through the pages."""

    def __init__(self, client):
        self.client = client

    @property
    def file(self):
        return ImportFile.objects.get()

    def url(self, part=""):
        return f"/programmes/import-files/{self.file.public_id}/{part}"

    def upload(self, content, name="Anna Jensens unge.csv", **more):
        sent = {"file": SimpleUploadedFile(name, content)} | more
        return self.client.post("/programmes/indsats/imports/new/", sent)

    def choose(self, taken_as=TAKEN_AS):
        return self.client.post(self.url("columns/"), {f"column-{n}": name for n, name in enumerate(taken_as)})

    def work(self):
        work(self.file.pk)

    def look(self, content, taken_as=TAKEN_AS, name="Anna Jensens unge.csv"):
        """Upload, choose the columns, and look at the preview."""
        assert self.upload(content, name).status_code == 302
        assert self.choose(taken_as).status_code == 302
        self.work()
        return self.client.get(self.url())

    def take(self, rows=""):
        """Confirm, let it be taken over, and look where that leads."""
        answer = self.client.post(self.url(), {"rows": rows} if rows else {})
        self.work()
        return answer


@pytest.fixture
def way(by_lead, team):
    way = Way(by_lead)
    way.team = {"team": team.pk}
    upload = way.upload
    way.upload = lambda content, name="Anna Jensens unge.csv", **more: upload(content, name, **(way.team | more))
    return way

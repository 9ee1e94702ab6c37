"""An applicant without a script: a client, and the answers of a request that is in order."""

from __future__ import annotations

import io
import zipfile

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import Agency, Case
from casework.portal import drafts
from casework.services import register
from casework.services.query_codes import query_code
from tests.cast import Cast, day, noon

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PERSON = {
    "name": "赵某某",
    "document_kind": "resident_id",
    "document_number": "11010519491231002X",
    "telephone": "13800000000",
    "submitted_by": "applicant",
}
ORGANISATION = {
    "kind": "commercial",
    "name": "某某贸易有限公司",
    "document_kind": "credit_code",
    "document_number": "91350100M000100Y43",
    "email": "contact@example.test",
    "submitted_by": "applicant",
}
CONTENT = "2024年对某街道某地块作出的房屋征收补偿方案"


def travel(on: str):
    """Put the clock at noon in Shanghai of the day ``on``."""
    return time_machine.travel(noon(on), tick=False)


class Visitor:
    """One browser of one applicant at one agency."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.client = Client()

    def step_url(self, step: str) -> str:
        return f"/apply/{self.agency.pk}/{step}/"

    def answer(self, step: str, query: str = "", **answers):
        """Send one step as the browser does and return the answer."""
        return self.client.post(self.step_url(step) + query, answers)

    def fill(self, *, person: dict | None = None, organisation: dict | None = None, **wanted) -> None:
        """Answer every step up to the check page."""
        self.answer("who", applicant_is="organisation" if organisation else "person")
        self.answer("applicant", **(organisation or person or PERSON))
        self.answer("content", content=CONTENT)
        self.answer("wanted", **wanted)
        self.answer("attachments")

    def check(self) -> str:
        """Open the check page and return it as text."""
        return self.client.get(self.step_url("check")).content.decode()

    def key(self) -> str:
        return self.draft["key"]

    @property
    def draft(self) -> dict:
        """What the session keeps of the unsent form."""
        return drafts.opened(self.client.session["drafts"][str(self.agency.pk)])

    def submit(self, key: str | None = None):
        if key is None:
            self.check()
            key = self.key()
        return self.client.post(self.step_url("check"), {"promise": "on", "key": key})

    def file(self, **answers) -> tuple[Case, str]:
        """File a whole request; return the case and its query code."""
        self.fill(**answers)
        response = self.submit()
        assert response.status_code == 302, response.content.decode()
        case = Case.objects.latest("pk")
        return case, query_code(self.client.session["receipts"][str(case.pk)]["key"])

    def look_up(self, number: str, code: str):
        return self.client.post("/progress/", {"number": number, "code": code})


def opened(case: Case, code: str) -> Client:
    """Return the client of somebody who looked the case up."""
    visitor = Visitor(case.agency)
    response = visitor.look_up(case.number, code)
    assert response.status_code == 302
    return visitor.client


def filed_case(cast: Cast, on: str, key: str = "k" * 32) -> tuple[Case, str]:
    """File a request on line on the day ``on`` through the service; return it and its query code."""
    request = register.NewRequest(
        channel="online",
        submitted_on=day(on),
        content=CONTENT,
        applicant=register.ApplicantData(kind="natural", name="赵某某", telephone="13800000000"),
    )
    done = register.submit_online(agency=cast.bureau, request=request, today=day(on), now=noon(on), key=key)
    return done.case, done.query_code


def upload(name: str = "身份证.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def office_file(*parts: str) -> bytes:
    """Return a zip file that holds the named parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return stream.getvalue()

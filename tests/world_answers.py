"""A sample file among the answers of a part, sent by its owner."""

from datetime import datetime

from django.conf import settings

from copractice.applications.actions.uploading import Sent, upload
from copractice.applications.models import Part, Upload
from copractice.applications.queries.answers import questions_of
from copractice.applications.tests.pdfs import pdf
from copractice.calls.states import QuestionKind


def make_upload(part: Part, now: datetime) -> Upload:
    """Answer the part's question for a file."""
    content = pdf()
    save = upload(
        part=part,
        key=questions_of(part).get(kind=QuestionKind.FILE).key,
        sent=Sent(f"Plan of {part.community.slug}.pdf", len(content), content),
        base=0,
        language="en",
        actor=part.owner,
        now=now,
        folder=settings.UPLOADS,
    )
    return save.said.upload

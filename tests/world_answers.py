"""What happens to a part that is being filled: a file is sent, a text is changed, the call asks more."""

from datetime import datetime

from django.conf import settings

from copractice.applications.actions.answering import save
from copractice.applications.actions.uploading import Sent, upload
from copractice.applications.models import Part, Upload
from copractice.applications.queries.answers import questions_of
from copractice.applications.tests.pdfs import pdf
from copractice.calls.actions.questions import Ask, add_question
from copractice.calls.actions.versions import publish_version, start_version
from copractice.calls.models import Call, CallVersion
from copractice.calls.states import Audience, Party, QuestionKind
from copractice.communities.models import new_code
from copractice.people.models import Person


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


def write_twice(part: Part, now: datetime) -> None:
    """Answer the first question of a part, and word the answer anew."""
    key = questions_of(part)[0].key
    for base, text in enumerate(["They build.", "They build and lead tours."]):
        save(part=part, key=key, text=text, base=base, language="en", actor=part.owner, now=now)


def ask_more(call: Call, party: Party, actor: Person, now: datetime) -> CallVersion:
    """Publish a version that asks a party one question more, which drafts have to confirm."""
    version = start_version(call=call, actor=actor, now=now)
    more = Ask({"en": "What is new?"}, QuestionKind.LONG, Audience.REVIEWERS, limit=50)
    add_question(call=call, party=party, key=new_code(), ask=more, actor=actor, now=now)
    version.refresh_from_db()
    why = {"en": "People asked for it."}
    return publish_version(call=call, why=why, revision=version.revision, actor=actor, now=now)

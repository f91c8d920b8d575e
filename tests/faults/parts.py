"""A part that a persona of a real site fills; run as a program against the site's own database."""

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from copractice.applications.actions.starting import start  # noqa: E402
from copractice.applications.queries.answers import questions_of  # noqa: E402
from copractice.communities.models import Community, new_code  # noqa: E402
from copractice.people.models import Person  # noqa: E402
from tests.world_calls import make_call  # noqa: E402


def begin(slug: str, staff: str, lead: str) -> dict[str, str]:
    """Open a call and start an application to it; return the part's code and its first question's key."""
    community, now = Community.objects.get(slug=slug), timezone.now()
    call = make_call(community, Person.objects.get(email=staff), now)
    person = Person.objects.get(email=lead)
    key = new_code().ljust(32, "0")
    names = {"name": "Lead", "organization_name": "Example Lab"}
    part = start(call=call, form_key=key, actor=person, now=now, **names).parts.get()
    return {"part": part.code, "question": questions_of(part)[0].key}


if __name__ == "__main__":
    print(json.dumps(begin(*sys.argv[1:])))

"""A part that a persona of a real site fills; made in a process of its own, in the site's own database."""

import json

from django.utils import timezone

from copractice.applications.actions.starting import start
from copractice.applications.queries.answers import questions_of
from copractice.communities.models import Community, new_code
from copractice.people.models import Person
from tests.world_calls import make_call


def begin(slug: str, staff: str, lead: str) -> None:
    """Open a call and start an application to it; print the part's code and its first question's key."""
    community, now = Community.objects.get(slug=slug), timezone.now()
    call = make_call(community, Person.objects.get(email=staff), now)
    person = Person.objects.get(email=lead)
    key = new_code().ljust(32, "0")
    names = {"name": "Lead", "organization_name": "Example Lab"}
    part = start(call=call, form_key=key, actor=person, now=now, **names).parts.get()
    print(json.dumps({"part": part.code, "question": questions_of(part)[0].key}))

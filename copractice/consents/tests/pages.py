"""Browsers and addresses for the tests of pages."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from copractice.people.models import Person
from tests.world import Place


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def path(name: str, place: Place, *codes: str) -> str:
    return reverse(name, args=[place.community.slug, *codes])


def status(person: Person, address: str) -> int:
    return browser(person).get(address).status_code


def count_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)

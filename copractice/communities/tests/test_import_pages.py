import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from io import RawIOBase

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from copractice.communities.actions import import_steps as steps
from copractice.communities.actions import imports
from copractice.communities.actions import organization_import as kind
from copractice.communities.files import Fault
from copractice.communities.files.uploads import LARGEST
from copractice.communities.models import Import
from copractice.communities.tests.files import fresh, start
from tests.world import World

FORM = "/c/here/organizations/import/"


def client_of(world: World, who: str = "coordinator") -> Client:
    client = Client()
    client.force_login(world.here.people[who])
    return client


def send(world: World, content: bytes, name: str = "labs.csv", key: str = "9" * 32) -> object:
    file = SimpleUploadedFile(name, content, "text/csv")
    return client_of(world).post(FORM, {"form_key": key, "organizations": file})


def page(world: World, row: Import, **headers: str) -> str:
    response = client_of(world).get(row.get_absolute_url(), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_handed_in_starts_one_import_even_when_sent_twice(world: World) -> None:
    before = Import.objects.count()
    first, second = send(world, b"name,kind\n"), send(world, b"name,kind\n")
    row = Import.objects.latest("pk")
    assert (Import.objects.count() - before, row.kind) == (1, kind.KIND)
    assert first["Location"] == second["Location"] == row.get_absolute_url()


def test_a_files_name_is_kept_as_one_plain_line(world: World) -> None:
    send(world, b"name,kind\n", name="../../a\u202eb<script>.csv")
    assert Import.objects.latest("pk").files.get().name == "ab<script>.csv"


def test_no_file_and_an_empty_file_are_refused(world: World) -> None:
    none = client_of(world).post(FORM, {"form_key": "9" * 32})
    empty = send(world, b"")
    assert (none.status_code, empty.status_code) == (400, 400)
    assert "Choose a file." in none.content.decode()
    assert "This file is empty." in empty.content.decode()


class Body(RawIOBase):
    """The body of a form with one file of zeros, made while it is read."""

    def __init__(self, size: int) -> None:
        self.parts = self._parts(size)
        self.kept = b""

    def _parts(self, size: int) -> Iterator[bytes]:
        head = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n'
        yield f"--{BOUNDARY}\r\n{head.format('form_key', '')}{'9' * 32}\r\n--{BOUNDARY}\r\n".encode()
        yield head.format("organizations", '; filename="big.csv"').encode()
        for _ in range(size // 1_000_000):
            yield b"0" * 1_000_000
        yield f"\r\n--{BOUNDARY}--\r\n".encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.kept) < size:
            part = next(self.parts, b"")
            if not part:
                break
            self.kept += part
        found, self.kept = self.kept[:size], self.kept[size:]
        return found


def test_three_hundred_megabytes_are_refused_in_one_sentence_without_being_held(world: World) -> None:
    client = client_of(world)
    before = Import.objects.count()
    size = 300_000_000
    length = len(b"".join(part for part in Body(0).parts)) + size
    tracemalloc.start()
    sent = {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": length, "wsgi.input": Body(size)}
    response = client.generic("POST", FORM, **sent)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert response.status_code == 400
    assert "This file has 286.1\xa0MB; an import takes 20.0\xa0MB." in response.content.decode()
    assert (Import.objects.count(), peak < LARGEST) == (before, True)


def test_a_page_at_work_shows_how_far_it_is_and_looks_again(world: World) -> None:
    row = world.here.imported
    assert "Waiting for its turn" in page(world, row)
    steps.set_progress(import_id=row.pk, done=500, total=1500, phrase=kind.READ)
    text = page(world, row)
    assert "Rows read: 500 of 1500" in text
    assert f'hx-get="{row.get_absolute_url()}"' in text


def test_a_page_whose_work_ended_is_told_to_load_again(world: World, now: datetime) -> None:
    row = start(world.here, kind, "name,kind\nA,employer\n", now)
    response = client_of(world).get(row.get_absolute_url(), headers={"HX-Request": "true"})
    assert (response["HX-Refresh"], response.content) == ("true", b"")


def test_a_report_is_read_in_the_readers_language(world: World, now: datetime) -> None:
    row = start(world.here, kind, "name,kind\n,employer\n", now)
    coordinator = world.here.people["coordinator"]
    assert "This cell is empty" in page(world, row)
    coordinator.language = "es"
    coordinator.save(update_fields=["language"])
    assert '<html lang="es"' in page(world, row)


def test_what_a_page_offers_follows_the_state(world: World, now: datetime) -> None:
    acts = {"run/", "stop/", "undo/"}

    def offered(row: Import) -> set[str]:
        text = page(world, row)
        return {act for act in acts if f'action="{row.get_absolute_url()}{act}"' in text}

    row = start(world.here, kind, "name,kind\nA,employer\n", now)
    assert offered(world.here.imported) == {"stop/"}
    assert offered(row) == {"run/", "stop/"}
    imports.confirm_import(row=row, actor=world.here.people["owner"], now=now)
    kind.run(import_id=row.pk, now=now)
    assert offered(row) == {"undo/"}
    failed = start(world.here, kind, "name,kind\n", now)
    steps.fail(import_id=world.here.imported.pk, fault=Fault("no"), now=now)
    assert offered(fresh(world.here.imported)) == set()
    assert failed.state == "checked"


def test_markup_in_a_file_shows_as_text(world: World, now: datetime) -> None:
    row = start(world.here, kind, 'name,kind\nA,"<img src=x onerror=alert(1)>"\n', now)
    text = page(world, row)
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img" not in text


@pytest.mark.parametrize("act", ["run", "undo"])
def test_an_act_out_of_turn_is_refused_in_words(world: World, act: str) -> None:
    response = client_of(world).post(f"{world.here.imported.get_absolute_url()}{act}/")
    assert (response.status_code, "being checked" in response.content.decode()) == (409, True)

"""Files that people send: what is taken is kept without what it need not tell; what acts is refused."""

import io
import os
import struct
import time
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from copractice.applications.files import stored
from copractice.applications.files.uploads import BadFile, checked, cleaned_name
from copractice.applications.tests.pdfs import located, packed, pdf, picture, stream


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (pdf(), "application/pdf", ".pdf"),
        (picture("PNG"), "image/png", ".png"),
        (picture("JPEG"), "image/jpeg", ".jpg"),
    ],
)
def test_pdf_png_and_jpeg_are_taken_under_a_random_name(content: bytes, kind: str, ending: str) -> None:
    file, again = checked("plan", content), checked("plan", content)
    assert (file.content_type, file.name) == (kind, f"plan{ending}")
    assert file.stored.endswith(ending)
    assert len(file.stored) == 44
    assert file.stored != again.stored
    assert file.content == again.content


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04" + b"\0" * 40,
        b" %PDF-1.7 not at the start %%EOF",
        b"MZ" + b"\0" * 40,
        b"%PD",
    ],
)
def test_what_is_no_pdf_png_or_jpeg_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(BadFile, match="no PDF, PNG or JPEG"):
        checked("report.pdf", content)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadFile, match="is empty"):
        checked("report.pdf", b"")


def test_a_pdf_that_was_cut_off_is_refused() -> None:
    with pytest.raises(BadFile, match="cut off"):
        checked("report.pdf", pdf()[:-200])


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        pdf(b"/OpenAction 4 0 R", b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>"),
        pdf(b"/AA << /O << /S /Launch /F (calc.exe) >> >>"),
        pdf(b"/Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >>"),
        pdf(b"", stream(b"/Type /EmbeddedFile", b"MZ")),
        pdf(b"/AcroForm << /XFA (x) >>"),
        pdf(b"", packed(b"<< /S /JavaScript /JS (app.alert(1)) >>")),
        pdf(b"", packed(b"<< /JS (app.alert(1)) >>")),
        pdf(b"", stream(b"/Type /Obj#53tm /Filter /FlateDecode", zlib.compress(b"<< /JS (x) >>"))),
    ],
)
def test_a_pdf_that_does_more_than_being_read_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match="holds a program or another file"):
        checked("report.pdf", content)


def test_a_pdf_that_only_says_where_to_begin_is_taken() -> None:
    assert checked("a.pdf", pdf(b"/OpenAction [3 0 R /Fit]")).content_type == "application/pdf"
    assert checked("a.pdf", pdf(b"", packed(b"<< /Type /Annot /S /GoTo >>"))).name == "a.pdf"
    assert checked("a.pdf", pdf(b"", stream(b"", b"random /JS in packed data"))).name == "a.pdf"


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(BadFile, match="locked with a password"):
        checked("a.pdf", pdf(b"", b"<< /Filter /Standard >>", trailer=b"/Encrypt 4 0 R"))


@pytest.mark.parametrize(
    "hidden",
    [
        stream(b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"789c>"),
        stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"0" * 60_000_000)),
    ],
)
def test_a_pdf_that_cannot_be_looked_through_is_refused(hidden: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(BadFile, match="cannot be looked through"):
        checked("a.pdf", pdf(b"", hidden))
    assert time.monotonic() - began < 2


def test_a_picture_is_kept_upright_and_without_its_place() -> None:
    content = located()
    assert b"Phone of a youth" in content
    kept = Image.open(io.BytesIO(checked("me.jpg", content).content))
    assert kept.size == (20, 40)
    assert dict(kept.getexif()) == {}
    assert b"Exif" not in checked("me.jpg", content).content
    red, _green, blue = kept.getpixel((10, 2))
    assert (red > 200, blue < 60) == (True, True)


def test_the_words_inside_a_png_are_dropped_and_its_see_through_parts_stay() -> None:
    from_phone = picture("PNG", mode="RGBA")
    words = b"tEXtAuthor\0A youth"
    chunk = struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words))
    content = from_phone[:33] + chunk + from_phone[33:]
    kept = checked("a.png", content).content
    assert (b"A youth" in content, b"A youth" in kept) == (True, False)
    assert Image.open(io.BytesIO(kept)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_pictures_of_every_kind_are_drawn_anew(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert Image.open(io.BytesIO(checked("a", picture(kind, mode=mode)).content)).size == (40, 20)


def test_a_page_hidden_behind_a_picture_is_dropped() -> None:
    assert b"<script>" not in checked("a.jpg", picture("JPEG") + b"<script>").content


def huge(width: int, height: int) -> bytes:
    """Return a PNG that claims a size, and holds almost nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_100, 10_000, 30_000])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_opened(side: int) -> None:
    began = time.monotonic()
    with pytest.raises(BadFile, match="too many pixels"):
        checked("a.png", huge(side, side))
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("content", [picture("PNG")[:-20], picture("JPEG")[:200], b"\xff\xd8\xff"])
def test_a_damaged_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match="damaged"):
        checked("a.png", content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Plan for 2027.pdf", "Plan for 2027.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\plan.PDF", "plan.pdf"),
        ("plan.pdf.exe", "plan.pdf.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("x" * 300, f"{'x' * 100}.pdf"),
        ("Año escolar.pdf", "Año escolar.pdf"),
    ],
)
def test_a_name_is_shown_without_folders_and_tricks(name: str, kept: str) -> None:
    assert cleaned_name(name, ".pdf") == kept


def test_a_stored_file_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    stored.store(folder, "a.pdf", b"content")
    assert stored.read(folder, "a.pdf") == b"content"
    assert (folder / "a.pdf").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert os.listdir(folder) == ["a.pdf"]


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    (tmp_path / "a.pdf" / "in the way").touch()
    with pytest.raises(OSError, match="directory"):
        stored.store(tmp_path, "a.pdf", b"content")
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_old_files_are_told_from_new_ones(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    stored.store(tmp_path, "a.pdf", b"content")
    assert list(stored.names_before(tmp_path, now - timedelta(hours=1))) == []
    assert list(stored.names_before(tmp_path, now + timedelta(hours=1))) == ["a.pdf"]
    assert list(stored.names_before(tmp_path / "none", now)) == []
    stored.remove(tmp_path, "a.pdf")
    stored.remove(tmp_path, "a.pdf")

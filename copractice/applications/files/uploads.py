"""Files that answer a question: what is taken, and how it is kept.

Taken are PDF, PNG and JPEG, by what is in the file and never by its name. A picture is drawn anew, so that
nothing stays of where and with what it was taken. A PDF is looked through for all that acts by itself.
"""

import io
import re
import secrets
import warnings
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from copractice.communities.files import clean_line

MOST_PIXELS = 50_000_000  # 150 MB while a picture is drawn anew
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)  # the size is looked at below
MOST_UNPACKED = 32 * 2**20  # bytes in all packed lists of a PDF
LONGEST_NAME = 100
JPEG_QUALITY = 90
KINDS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
STARTS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}

# What a PDF may not hold. Words this long do not turn up by chance in packed data; the short ones do.
ACTS = ("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia")
ACTS_IN_SHORT = ("JS", "XFA")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
HEX = re.compile(rb"#([0-9a-fA-F]{2})")


class BadFile(Exception):
    """A file that is not taken, with a sentence for the person: what, why and what next."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Checked:
    """A file as it is kept."""

    name: str
    stored: str
    content_type: str
    content: bytes


def checked(name: str, content: bytes) -> Checked:
    """Return a file as it is kept, under a random name; raises `BadFile` for what is not taken."""
    if not content:
        raise BadFile(_("This file is empty. Choose another one."))
    kind = next((kind for start, kind in STARTS.items() if content.startswith(start)), "")
    if not kind:
        raise BadFile(
            _("This is no PDF, PNG or JPEG, whatever its name says. Save it as one of these, and send that.")
        )
    if kind == "application/pdf":
        _check_pdf(content)
    else:
        content = _drawn_anew(content, "PNG" if kind == "image/png" else "JPEG")
    ending = KINDS[kind]
    return Checked(cleaned_name(name, ending), f"{secrets.token_hex(20)}{ending}", kind, content)


def cleaned_name(name: str, ending: str) -> str:
    """Return the name that a file is shown and handed out under: no folders, no marks, the ending it deserves."""
    last = re.split(r"[/\\]", name)[-1]
    line = clean_line("".join(letter for letter in last if letter.isprintable()))
    stem = line.rpartition(".")[0] or line
    return f"{stem.strip('. ')[:LONGEST_NAME] or 'file'}{ending}"


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """Return a picture turned upright and drawn anew, without a word about where it was taken."""
    try:
        size = Image.open(io.BytesIO(content), formats=[kind]).size
        if size[0] * size[1] > MOST_PIXELS:
            raise Image.DecompressionBombError
        Image.open(io.BytesIO(content), formats=[kind]).verify()
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content), formats=[kind]))
    except Image.DecompressionBombError:
        raise BadFile(
            _("This picture has too many pixels to be opened here. Make it smaller, and send that.")
        ) from None
    except (OSError, SyntaxError, ValueError, zlib.error):
        raise BadFile(
            _("This picture is damaged and cannot be opened. Save it again, and send that.")
        ) from None
    mode = "RGB" if kind == "JPEG" or not picture.has_transparency_data else "RGBA"
    plain = picture.convert(mode)
    plain.info.clear()
    drawn = io.BytesIO()
    plain.save(drawn, kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {}))
    return drawn.getvalue()


def _check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut off, locked, or does more than being read."""
    if b"%%EOF" not in content[-1024:] or b"startxref" not in content:
        raise BadFile(_("This PDF is cut off: its end is missing. Save it again, and send that."))
    plain = _read(STREAM.sub(b"", content))
    if _names(plain, ("Encrypt",)):
        raise BadFile(_("This PDF is locked with a password. Save it without one, and send that."))
    unpacked = b"".join(_packed_lists(content))
    if _names(_read(content), ACTS) or _names(plain + _read(unpacked), ACTS + ACTS_IN_SHORT):
        raise BadFile(_("This PDF holds a program or another file. Print it to a new PDF, and send that."))


def _packed_lists(content: bytes) -> Iterator[bytes]:
    """Yield the lists of objects that a PDF keeps packed, where the rest of it could hide."""
    left = MOST_UNPACKED
    for found in STREAM.finditer(content):
        about = _read(content[max(0, found.start() - 600) : found.start()].rpartition(b" obj")[2])
        if not _names(about, ("ObjStm",)):
            continue
        unpacker = zlib.decompressobj()
        unpacked = b""
        with suppress(zlib.error):
            unpacked = unpacker.decompress(found[1], left)
        left -= len(unpacked)
        if not unpacked or left <= 0:
            raise BadFile(_("This PDF cannot be looked through. Print it to a new PDF, and send that."))
        yield unpacked


def _read(content: bytes) -> bytes:
    """Return bytes of a PDF with its names spelled out: `/J#61vaScript` says JavaScript."""
    return HEX.sub(lambda found: bytes([int(found[1], 16)]), content)


def _names(content: bytes, names: tuple[str, ...]) -> bool:
    words = "|".join(names).encode()
    return re.search(rb"/(?:" + words + rb")(?![A-Za-z0-9])", content) is not None

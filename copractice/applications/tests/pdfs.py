"""Small files to send: PDFs by hand, pictures by Pillow."""

import io
import zlib
from itertools import accumulate

from PIL import Image

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def pdf(catalog: bytes = b"", *more: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF of one empty page; `catalog` goes into its catalog, `more` are objects from number 4 on."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>", PAGES, PAGE, *more]
    written = [b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1)]
    head = b"%PDF-1.7\n"
    places = list(accumulate([len(one) for one in written], initial=len(head)))
    table = b"".join(b"%010d 00000 n \n" % place for place in places[:-1])
    size = len(objects) + 1
    end = (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    )
    return head + b"".join(written) + end % (size, table, size, trailer, places[-1])


def stream(about: bytes, content: bytes) -> bytes:
    """Return a stream of a PDF."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about, len(content), content)


def packed(content: bytes) -> bytes:
    """Return a list of objects that is kept packed."""
    return stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(b"4 0 " + content))


def picture(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **more: object) -> bytes:
    """Return a picture with a red left half and a blue right one."""
    made = Image.new("RGB", size, "red")
    made.paste("blue", (size[0] // 2, 0, *size))
    written = io.BytesIO()
    made.convert(mode).save(written, kind, **more)
    return written.getvalue()


def located(orientation: int = 6) -> bytes:
    """Return a JPEG that says where and with what it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone of a youth"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (38.0, 37.0, 37.8)
    return picture("JPEG", exif=exif.tobytes(), quality=95)

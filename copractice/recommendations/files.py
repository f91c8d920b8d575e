"""Where the files of evidence lie: beside the uploads of applications, which are swept without knowing of these."""

from pathlib import Path

from django.conf import settings


def evidence_folder() -> Path:
    """Return the folder of evidence."""
    return Path(settings.UPLOADS) / "evidence"

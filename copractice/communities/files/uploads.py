"""Files as a browser sends them: what is larger than an import takes is thrown away while it comes in.

The file keeps its true size, so the form can say what is wrong; neither memory nor disk holds the rest.
"""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

LARGEST = 20_000_000  # bytes in all files of one import


class CappedFileHandler(TemporaryFileUploadHandler):
    """Writes a file to a temporary one, up to the limit."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece of the file while it is within the limit."""
        if start + len(raw_data) <= LARGEST:
            super().receive_data_chunk(raw_data, start)

"""One line of text that someone typed or a file held, as it may be stored and shown."""

import re
import unicodedata

# Marks that turn the direction of the text after them: in a name they can disguise another name.
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
MARKS_ON_A_LETTER = 4


def clean_line(text: str) -> str:
    """Return one line as it may be shown: no direction overrides, no towers of marks, single spaces."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", DIRECTION_MARKS.sub("", text)):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MARKS_ON_A_LETTER:
            kept.append(letter)
    return " ".join("".join(kept).replace("\u200b", " ").split())

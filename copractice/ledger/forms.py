"""A refusal is told in the form that asked, beside what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import Form

from copractice.ledger.states import Refused


@contextmanager
def refusals_in(form: Form) -> Iterator[None]:
    """Put the sentence of a refused step into the form and go on after the block; nothing typed is lost."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))

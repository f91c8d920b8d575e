"""Work on convenings in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.convening.actions import freezing, importing, importing_pairs, lives


@app.periodic(cron="* * * * *")
@app.task(name="convening.close_due", queueing_lock="convening.close_due")
def close_due(timestamp: int) -> None:
    """Close the convenings whose closing time has come."""
    lives.close_due(now=timezone.now())


@app.task(name="convening.freeze", retry=3)
def freeze(convening_id: int) -> None:
    """Count a closed convening and draw its chart."""
    freezing.freeze(convening_id=convening_id, now=timezone.now())


@app.task(name="convening.conversation.check", retry=3)
def check_conversation(import_id: int) -> None:
    """Read a conversation and report what would be written."""
    importing.check(import_id=import_id, now=timezone.now())


@app.task(name="convening.conversation.run", retry=3)
def run_conversation(import_id: int) -> None:
    """Write a conversation."""
    importing.run(import_id=import_id, now=timezone.now())


@app.task(name="convening.conversation.undo", retry=3)
def undo_conversation(import_id: int) -> None:
    """Take a conversation away again."""
    importing.undo(import_id=import_id, now=timezone.now())


@app.task(name="convening.pairs.check", retry=3)
def check_pairs(import_id: int) -> None:
    """Read choices between two ideas and report what would be written."""
    importing_pairs.check(import_id=import_id, now=timezone.now())


@app.task(name="convening.pairs.run", retry=3)
def run_pairs(import_id: int) -> None:
    """Write choices between two ideas."""
    importing_pairs.run(import_id=import_id, now=timezone.now())


@app.task(name="convening.pairs.undo", retry=3)
def undo_pairs(import_id: int) -> None:
    """Take choices between two ideas away again."""
    importing.undo(import_id=import_id, now=timezone.now())

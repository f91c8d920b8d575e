"""Work of a community in the background."""

from django.utils import timezone
from procrastinate.contrib.django import app

from copractice.communities.actions import imports, organization_import, people_import


@app.periodic(cron="37 * * * *")
@app.task(name="communities.forget_files", queueing_lock="communities.forget_files")
def forget_files(timestamp: int) -> None:
    """Drop the files of imports that nobody confirmed."""
    imports.forget_files(now=timezone.now())


@app.task(name="communities.organizations.check", retry=3)
def check_organizations(import_id: int) -> None:
    """Read a file of organizations and report what it would do."""
    organization_import.check(import_id=import_id, now=timezone.now())


@app.task(name="communities.organizations.run", retry=3)
def run_organizations(import_id: int) -> None:
    """Write what a file of organizations holds."""
    organization_import.run(import_id=import_id, now=timezone.now())


@app.task(name="communities.organizations.undo", retry=3)
def undo_organizations(import_id: int) -> None:
    """Take back what a file of organizations wrote."""
    organization_import.undo(import_id=import_id, now=timezone.now())


@app.task(name="communities.people.check", retry=3)
def check_people(import_id: int) -> None:
    """Read a file of people and report what it would do."""
    people_import.check(import_id=import_id, now=timezone.now())


@app.task(name="communities.people.run", retry=3)
def run_people(import_id: int) -> None:
    """Write what a file of people holds."""
    people_import.run(import_id=import_id, now=timezone.now())


@app.task(name="communities.people.undo", retry=3)
def undo_people(import_id: int) -> None:
    """Take back what a file of people wrote."""
    people_import.undo(import_id=import_id, now=timezone.now())

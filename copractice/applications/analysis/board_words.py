"""The staff's list in words: the finding above it, and the mark of each party and guardian in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.analysis.board import Board, Line, is_waited_for
from copractice.applications.models import Part
from copractice.applications.states import Group, PartState, Waits
from copractice.calls.analysis.timetable import days_between
from copractice.calls.states import Party
from copractice.consents.states import Need


@dataclass(frozen=True)
class Mark:
    """How a party stands: a word, its icon and its tone."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Cells:
    """One row of the list: a line with its marks under the name of each column, and when it was last touched."""

    line: Line
    columns: list[tuple[str, list[Mark]]]
    saved: str


def headline(board: Board, now: datetime) -> str:
    """Return the finding: how many began, for whom most wait, and how many days are left."""
    started = len(board.lines)
    if not started:
        return _("Nobody has started an application yet")
    sent, days = board.count(Group.SENT), days_between(now, board.call.closes_at, board.call.time_zone)
    if now > board.call.closes_at:
        told = {"sent": sent, "started": started}
        return _("%(sent)d of %(started)d were sent") % told
    said = [ngettext("%(n)d started", "%(n)d started", started) % {"n": started}]
    if sent:
        said.append(ngettext("%(n)d is sent", "%(n)d are sent", sent) % {"n": sent})
    said += _most_waited(board)
    said.append(
        ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
        if days
        else _("today is the last day")
    )
    return ", ".join(said)


def _most_waited(board: Board) -> list[str]:
    """Return for whom the most applications wait, in words; nothing where none does."""
    waits = board.waits
    if not waits:
        return []
    most = max(Waits, key=lambda one: waits[one])
    n = waits[most]
    sentences = {
        Waits.LEAD: ngettext("%(n)d waits on its lead", "%(n)d wait on their lead", n),
        Waits.UMBRELLA: ngettext("%(n)d waits on the umbrella", "%(n)d wait on the umbrella", n),
        Waits.YOUTH: ngettext("%(n)d waits on the youth part", "%(n)d wait on the youth part", n),
        Waits.GUARDIAN: ngettext("%(n)d waits on a guardian", "%(n)d wait on a guardian", n),
        Waits.CHECK: ngettext("%(n)d waits on your check", "%(n)d wait on your check", n),
    }
    return [sentences[most] % {"n": n}]


def columns_of(parties: Sequence[Party]) -> list[str]:
    """Return the names of the columns of marks: the parties that the call asks, and guardians where it asks youth."""
    guardian = [_("Guardian")] if Party.YOUTH in parties else []
    return [*(_name(party) for party in parties), *guardian]


def cells_of(line: Line, parties: Sequence[Party], now: datetime) -> Cells:
    """Return a line with its marks, in the order of `columns_of`."""
    marks = [_marks(line, party, now) for party in parties]
    if Party.YOUTH in parties:
        marks.append([_guardian(line)])
    return Cells(line, list(zip(columns_of(parties), marks, strict=True)), _saved(line))


def mark_of(part: Part, now: datetime) -> Mark:
    """Return how a part stands."""
    if part.state == PartState.COMPLETE:
        return Mark(_("Done"), "done", "done")
    if part.state == PartState.DECLINED:
        return Mark(_("Declined"), "cross", "needs")
    if part.state == PartState.REPLACED:
        return Mark(_("Replaced"), "dash", "quiet")
    if not is_waited_for(part, now):
        return Mark(_("Not done"), "dash", "quiet")
    if part.state == PartState.INVITED:
        return Mark(_("Invited"), "open", "quiet")
    return Mark(_("Started"), "half", "open")


def _marks(line: Line, party: Party, now: datetime) -> list[Mark]:
    live = [part for part in line.held.live if part.party == party]
    declined = [part for part in line.held.parts if part.party == party and part not in live]
    shown = live or declined[-1:]
    if not shown:
        return [Mark(_("Not invited"), "dash", "quiet")]
    return [mark_of(part, now) for part in shown]


def _guardian(line: Line) -> Mark:
    families = line.families.values()
    missing = {need for family in families for need in family.needs}
    if Need.GUARDIAN in missing:
        return Mark(_("No name yet"), "open", "quiet")
    if Need.GUARDIAN_YES in missing:
        return Mark(_("Asked"), "open", "quiet")
    if Need.VERIFICATION in missing:
        return Mark(_("To check"), "alert", "needs")
    if any(family.has_guardian for family in families):
        return Mark(_("Yes"), "done", "done")
    return Mark(_("Not needed"), "dash", "quiet") if line.families else Mark("–", "", "quiet")


def _saved(line: Line) -> str:
    """Return when an application was sent, or else when anybody last saved anything, as a day."""
    zone = ZoneInfo(line.application.call.time_zone)
    at = line.application.submitted_at if line.group == Group.SENT else None
    if at:
        return _("Sent %(day)s") % {"day": date_format(at.astimezone(zone), "MONTH_DAY_FORMAT")}
    return date_format(line.saved_at.astimezone(zone), "MONTH_DAY_FORMAT") if line.saved_at else "–"


def _name(party: Party) -> str:
    return {Party.EMPLOYER: _("Lead"), Party.UMBRELLA: _("Umbrella"), Party.YOUTH: _("Youth")}[party]

"""What each stage says of itself on a community's line; a stage that is not built yet says nothing."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.applications.queries.applications import count_sent
from copractice.calls.analysis.standing import Stand, Standing, standing_of
from copractice.calls.models import Call
from copractice.calls.queries import calls
from copractice.calls.states import CallState
from copractice.cohorts.queries.cohorts import latest as latest_cohort
from copractice.cohorts.states import CohortState
from copractice.communities.models import Community
from copractice.convening.queries.convenings import latest
from copractice.convening.queries.priorities import count_of
from copractice.convening.states import ConveningState
from copractice.definition.queries.commitments import signed_in
from copractice.definition.queries.definitions import standing_in
from copractice.impact.queries.reports import latest_in as newest_release
from copractice.recommendations.queries.recommendations import count_in
from copractice.review.queries.desk import has_begun
from copractice.review.queries.reviews import plan_of
from copractice.review.rules import is_open
from copractice.selection.queries.decisions import count_seated
from copractice.web.line import Place, State


def places_of(community: Community, now: datetime, call: Call | None = None) -> dict[str, Place]:
    """Return the stages that have something to say, by key; the furthest one at work is the current one.

    The line is that of `call`, and without one of the community's latest.
    """
    call = call or calls.latest(community)
    standing = standing_of(call, now) if call else None
    said = {
        "convene": _convene(community),
        "define": _define(community, now),
        "call": _call(standing) if standing else None,
        "apply": _apply(standing) if standing else None,
        "review": _review(standing.call, now) if standing else None,
        "select": _select(standing.call) if standing else None,
        "practice": _practice(community, call),
        "recommend": _recommend(community, call),
        "report": _report(community, call),
    }
    ahead = _ahead(standing, now) if standing else {}
    places = ahead | {key: place for key, place in said.items() if place}
    at_work = [key for key, place in places.items() if place.state == State.CURRENT]
    earlier = {key: replace(places[key], state=State.DONE) for key in at_work[:-1]}
    return places | earlier


def standing_at(community: Community, now: datetime) -> Standing | None:
    """Return where the call stands that the community is at; None before the first, and once it is decided."""
    call = calls.latest(community)
    standing = standing_of(call, now) if call else None
    return standing if standing and standing.stand is not Stand.DECIDED else None


def _ahead(standing: Standing, now: datetime) -> dict[str, Place]:
    """Say when the stages after an open call come, as far as its timetable tells."""
    call = standing.call
    if standing.stand not in {Stand.OPEN, Stand.ANNOUNCED, Stand.OVER}:
        return {}
    days = {"apply": (_("until %(day)s"), call.closes_at), "select": (_("by %(day)s"), call.decides_by)}
    days["review"] = (_("from %(day)s"), call.parties_by or call.closes_at)
    words = {
        key: text % {"day": _day(at, call.time_zone)} for key, (text, at) in days.items() if at and at > now
    }
    seats = ngettext("%(n)d seat", "%(n)d seats", call.seats or 0) % {"n": call.seats or 0}
    words |= {"recommend": _("as they learn")} | ({"practice": seats} if call.seats else {})
    return {key: Place(State.LATER, fact) for key, fact in words.items()}


def _convene(community: Community) -> Place | None:
    convening = latest(community)
    if convening is None:
        return None
    adopted, people = count_of(community)
    if convening.state == ConveningState.OPEN:
        url, now = reverse("join"), _("voting is open")
        return Place(State.CURRENT, now, url=url, doing=_("is open"), figure_words=_("vote now"))
    if adopted:
        fact = ngettext("%(n)d priority", "%(n)d priorities", adopted) % {"n": adopted}
        in_full = _("%(priorities)s from %(people)d people") % {"priorities": fact, "people": people}
        return Place(State.DONE, fact, in_full if people else fact, convening.get_absolute_url())
    return Place(State.CURRENT, _("votes are counted"), doing=_("is closed"))


def _define(community: Community, now: datetime) -> Place | None:
    standing = standing_in(community)
    if standing is None:
        return None
    url = standing.definition.get_absolute_url()
    if standing.adopted:
        fact = _("Version %(number)d adopted") % {"number": standing.adopted}
        signed = signed_in(community, now)
        if signed:
            fact = _("%(version)s, %(n)d signed") % {"version": fact, "n": signed}
        return Place(State.DONE, fact, url=url)
    if standing.consults:
        fact = _("version %(number)d in consultation") % {"number": standing.consults}
        return Place(State.CURRENT, fact, url=url, doing=_("is in consultation"))
    return Place(State.CURRENT, _("next version at work"), url=url, doing=_("is at work"))


def _call(standing: Standing) -> Place:
    call, url = standing.call, standing.call.get_absolute_url()
    if standing.stand is Stand.OPEN:
        closes, left = _("closes %(day)s") % {"day": _day(call.closes_at, call.time_zone)}, standing.days_left
        words = ngettext("day left", "days left", left)
        return Place(State.CURRENT, closes, url=url, doing=_("is open"), figure=str(left), figure_words=words)
    if standing.stand is Stand.ANNOUNCED:
        opens = _("opens %(day)s") % {"day": _day(call.opens_at or call.closes_at, call.time_zone)}
        return Place(State.CURRENT, opens, url=url, doing=_("opens soon"))
    return Place(State.DONE, _("closed %(day)s") % {"day": _day(call.closes_at, call.time_zone)}, url=url)


def _review(call: Call, now: datetime) -> Place | None:
    """Say until when the community's call is reviewed; never how many, which would tell of a tied application."""
    plan = plan_of(call)
    if call.state == CallState.DECIDED:
        return Place(State.DONE, _("reviewed"))
    if plan is None or not has_begun(call):
        return None
    if is_open(plan, now):
        due = _("reviews until %(day)s") % {"day": _day(plan.due_at, call.time_zone)}
        return Place(State.CURRENT, due, doing=_("is at work"))
    return Place(State.DONE, _("reviewed"))


def _select(call: Call) -> Place | None:
    """Say how many seats were given, once that is published."""
    if call.state != CallState.DECIDED:
        return None
    n = count_seated(call)
    return Place(State.DONE, ngettext("%(n)d seat", "%(n)d seats", n) % {"n": n})


def _practice(community: Community, call: Call | None) -> Place | None:
    """Say how the cohort of the community's call goes: how many began, and in the end how many completed."""
    found = latest_cohort(community, call)
    if found is None:
        return None
    url, began = found.cohort.get_absolute_url(), found.began
    if found.cohort.state == CohortState.COMPLETED:
        done = _("%(stayed)d of %(began)d completed") % {"stayed": found.stayed, "began": began}
        return Place(State.DONE, done, url=url)
    fact = ngettext("%(n)d organization meets", "%(n)d organizations meet", began) % {"n": began}
    return Place(State.CURRENT, fact, url=url, doing=_("is at work"))


def _recommend(community: Community, call: Call | None) -> Place | None:
    """Say how many recommendations of the cohort are answered; the cohort's own station says whether it works."""
    found = latest_cohort(community, call)
    counts = count_in(found.cohort) if found else {"offered": 0}
    if not counts["offered"]:
        return None
    fact = ngettext(
        "%(answered)d of %(n)d recommendation answered",
        "%(answered)d of %(n)d recommendations answered",
        counts["offered"],
    )
    return Place(State.DONE, fact % {"answered": counts["answered"], "n": counts["offered"]})


def _apply(standing: Standing) -> Place | None:
    """Say how many applications came in, once the call is closed; while it is open that is not told."""
    if standing.stand in {Stand.OPEN, Stand.ANNOUNCED}:
        return None
    sent = count_sent(standing.call)
    fact = ngettext("%(n)d application", "%(n)d applications", sent) % {"n": sent}
    return Place(State.DONE, fact, url=standing.call.get_absolute_url())


def _report(community: Community, call: Call | None) -> Place | None:
    """Say since when the newest report stands; one of an earlier cohort is no end of the line yet."""
    release = (newest_release(community, call) if call else None) or newest_release(community)
    if release is None:
        return None
    url, day = release.report.get_absolute_url(), _day(release.frozen_at, community.time_zone)
    if call and release.report.cohort.call_id != call.pk:
        return Place(State.LATER, _("last one %(day)s") % {"day": day}, url=url)
    return Place(State.DONE, _("report of %(day)s") % {"day": day}, url=url)


def _day(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), "MONTH_DAY_FORMAT")

"""What writers do with stories: enter one, check one that another entered, take one back."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.cohorts.models import Cohort, Participant
from copractice.cohorts.queries import cohorts
from copractice.communities.rules import may_run
from copractice.communities.views.staff import form_page
from copractice.impact import rules
from copractice.impact.actions import telling
from copractice.impact.forms import StoryForm
from copractice.impact.models import Story
from copractice.impact.queries import stories
from copractice.impact.views.writing import writing_or_404
from copractice.ledger.actions import see
from copractice.ledger.forms import refusals_in


def cohort_or_404(request: HttpRequest, slug: str, code: str) -> Cohort:
    """Return a cohort to who writes its reports."""
    community = writing_or_404(request, slug)
    return get_object_or_404(cohorts.of_community(request.user, community, timezone.now()), code=code)


@require_safe
def story_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the stories of a cohort and say of each whether it is shown now."""
    cohort, now = cohort_or_404(request, slug, code), timezone.now()
    told = stories.with_standing(list(stories.visible_to(request.user, now).filter(cohort=cohort)), now)
    _keep_looks(request, [one.story for one in told if one.is_youth and one.stands], cohort, now)
    rows = [(one, one.stands and rules.may_check_story(request.user, one.story, now)) for one in told]
    context = {"community": cohort.community, "cohort": cohort, "rows": rows}
    return render(request, "impact/stories.html", context)


def _keep_looks(
    request: HttpRequest, seen: Sequence[Story | Participant], cohort: Cohort, now: datetime
) -> None:
    """Keep that a writer read words, or the name, of these young people."""
    for one in seen:
        see(request.user, one, community_id=cohort.community_id, at=now)


def tell(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Enter a story."""
    cohort, now = cohort_or_404(request, slug, code), timezone.now()
    is_staff = may_run(request.user, cohort.community, now)
    tellers = stories.tellers_in(cohort, now, is_staff=is_staff)
    _keep_looks(request, [row for row in tellers if row.is_youth], cohort, now)
    form = StoryForm(request.POST or None, community=cohort.community, tellers=tellers)
    if request.method == "POST" and form.is_valid():
        told, by = form.told(), {"actor": request.user, "now": now}
        telling.ask_for_yes(participant=told["participant"], **by)
        with refusals_in(form):
            telling.tell_story(**told, **by)
            messages.success(request, _("The story is kept. A second person checks it before it is shown."))
            return redirect("stories", slug, code)
    return form_page(request, "impact/story.html", cohort.community, form, cohort=cohort)


@require_POST
def check(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say as a second person that a story tells nobody's name."""
    story = _story_or_404(request, slug, code)
    telling.check_story(story=story, actor=request.user, now=timezone.now())
    return redirect(story)


@require_POST
def take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a story off every page."""
    story = _story_or_404(request, slug, code)
    telling.take_back_story(story=story, actor=request.user, now=timezone.now())
    messages.success(request, _("The story is taken back."))
    return redirect(story)


def _story_or_404(request: HttpRequest, slug: str, code: str) -> Story:
    community = writing_or_404(request, slug)
    rows = stories.visible_to(request.user, timezone.now()).filter(community=community)
    return get_object_or_404(rows, code=code)

"""The wordings on paper: open to everybody, so that a family can read them before anybody is asked."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.consents.files import LATEST, consent_text
from copractice.consents.states import Purpose


@login_not_required
@require_safe
def consent_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a young person and a guardian are asked, with room to sign."""
    community_or_404(request, slug)
    language = get_language() or "en"
    sides = [
        [consent_text(p, version=LATEST, language=language, to_guardian=guardian) for p in Purpose]
        for guardian in (False, True)
    ]
    return render(request, "consents/paper.html", {"own": sides[0], "theirs": sides[1], "version": LATEST})

"""Frameworks: the list, one with its items; and for staff, those that can be adopted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import run_or_404
from copractice.frameworks import actions, queries, rules
from copractice.frameworks.files import shipped


@login_not_required
@require_safe
def framework_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the frameworks that a community works with."""
    community = community_or_404(request, slug)
    context = {
        "community": community,
        "frameworks": queries.of_community(request.user, community),
        "may_adopt": rules.may_adopt_framework(request.user, community, timezone.now()),
    }
    return render(request, "frameworks/framework_list.html", context)


@login_not_required
@require_safe
def framework(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a framework with its items, each with whether it was seen at its source."""
    community = community_or_404(request, slug)
    row = get_object_or_404(queries.of_community(request.user, community), code=code)
    context = {"community": community, "framework": row, "tree": queries.tree_of(row)}
    return render(request, "frameworks/framework.html", context)


def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose one of the frameworks that come with Copractice."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    if request.method == "POST":
        key = request.POST.get("key", "")
        row = actions.adopt_framework(community=community, key=key, actor=request.user, now=now)
        messages.success(request, _("The framework is adopted. Records can be aligned to its items."))
        return redirect(row)
    held = set(queries.of_community(request.user, community).values_list("key", flat=True))
    rows = [row for key, row in shipped().items() if key not in held]
    return render(request, "frameworks/adopt.html", {"community": community, "rows": rows})

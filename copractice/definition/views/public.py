"""What everybody reads of a definition: the text that stands, its versions, what changed between two."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from copractice.communities.views.public import community_or_404
from copractice.definition import rules
from copractice.definition.analysis import changes, common_language
from copractice.definition.forms.voices import comment_form
from copractice.definition.models import Definition, DefinitionVersion
from copractice.definition.queries import commitments, definitions
from copractice.definition.states import ObjectionState, VersionState


def definition_or_404(request: HttpRequest, slug: str, code: str) -> Definition:
    """Return a definition that the reader may know of."""
    community = community_or_404(request, slug)
    rows = definitions.of_community(request.user, community, timezone.now())
    return get_object_or_404(rows, code=code)


def version_or_404(request: HttpRequest, slug: str, code: str) -> DefinitionVersion:
    """Return a version that the reader may know of."""
    community = community_or_404(request, slug)
    rows = definitions.versions_visible_to(request.user, timezone.now()).filter(community=community)
    return get_object_or_404(rows, code=code)


@login_not_required
@require_safe
def definition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the one definition that most communities have; list them where there are more, or none."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = list(definitions.with_standing(definitions.of_community(request.user, community, now)))
    if len(rows) == 1:
        return _definition_page(request, rows[0])
    context = {"community": community, "definitions": rows}
    context["may_write"] = rules.may_write(request.user, community, now)
    return render(request, "definition/definition_list.html", context)


@login_not_required
@require_safe
def definition(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a definition."""
    return _definition_page(request, definition_or_404(request, slug, code))


def _definition_page(request: HttpRequest, row: Definition) -> HttpResponse:
    now = timezone.now()
    versions = list(definitions.versions_visible_to(request.user, now).filter(definition=row))
    by_state = {version.state: version for version in reversed(versions)}
    standing = by_state.get(VersionState.ADOPTED)
    dissent = definitions.objections_visible_to(request.user, now).filter(version=standing)
    resting = commitments.of_community(request.user, row.community, now).filter(definition=row)
    context = {
        "community": row.community,
        "definition": row,
        "standing": standing,
        "consulted": by_state.get(VersionState.IN_CONSULTATION),
        "draft": by_state.get(VersionState.DRAFT),
        "versions": list(zip(versions, [*versions[1:], None], strict=True)),
        "dissent": dissent.filter(state=ObjectionState.KEPT) if standing else [],
        "commitments": commitments.with_standing(resting, now),
        "may_write": rules.may_write(request.user, row.community, now),
    }
    return render(request, "definition/definition.html", context)


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a version with what was said of it, as far as the reader may know it."""
    now = timezone.now()
    row = version_or_404(request, slug, code)
    objections = definitions.objections_visible_to(request.user, now).filter(version=row)
    comments = definitions.comments_visible_to(request.user, now).filter(version=row)
    belongs = rules.belongs(request.user, row.community, now)
    may_write = rules.may_write(request.user, row.community, now)
    context = {
        "community": row.community,
        "version": row,
        "before": definitions.before(row),
        "objections": [(entry, rules.may_stand_aside(request.user, entry)) for entry in objections],
        "comments": [(entry, may_write or entry.author.person_id == request.user.pk) for entry in comments],
        "stood_aside": definitions.stood_aside(row),
        "belongs": belongs,
        "is_open": rules.is_open(row, now),
        "form": comment_form(row.community) if belongs and rules.is_open(row, now) else None,
        "may_write": may_write,
    }
    return render(request, "definition/version.html", context)


@login_not_required
@require_safe
def compare(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what changed between two versions, word by word."""
    row = definition_or_404(request, slug, code)
    rows = definitions.versions_visible_to(request.user, timezone.now()).filter(definition=row)
    newest = list(rows)
    by_number = {str(version.number): version for version in newest}
    new = by_number.get(request.GET.get("new", ""), next(iter(newest), None))
    old = by_number.get(request.GET.get("old", ""), next(iter(newest[1:]), None))
    context = {"community": row.community, "definition": row, "versions": newest, "old": old, "new": new}
    if old and new:
        language = common_language(old.text, new.text, (get_language() or "en").split("-")[0])
        context["language"] = language
        context["pieces"] = changes(old.text.get(language, ""), new.text.get(language, ""))
    return render(request, "definition/compare.html", context)

"""What members say of a version, and how an objection is settled."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.definition import rules
from copractice.definition.actions import voices
from copractice.definition.forms.voices import SettleForm, VoiceForm, comment_form, objection_form
from copractice.definition.models import DefinitionVersion, Objection
from copractice.definition.queries import definitions
from copractice.definition.views.public import version_or_404
from copractice.ledger.forms import refusals_in


def heard_or_404(request: HttpRequest, slug: str, code: str) -> DefinitionVersion:
    """Return a version to the members of its community."""
    row = version_or_404(request, slug, code)
    if not rules.belongs(request.user, row.community, timezone.now()):
        raise Http404
    return row


def comment(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Comment on a version; what was typed comes back whenever it could not be sent."""
    row = heard_or_404(request, slug, code)
    form = comment_form(row.community, request.POST or None)
    if request.method == "POST" and _send(request, row, form, voices.comment):
        messages.success(request, _("Your comment stands below, with your name."))
        return redirect(row)
    return form_page(request, "definition/comment.html", row.community, form, version=row)


def object_to(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Object to a version."""
    row = heard_or_404(request, slug, code)
    form = objection_form(row.community, request.POST or None)
    if request.method == "POST" and _send(request, row, form, voices.object_to):
        messages.success(request, _("Your objection stands. The version is not adopted until it is settled."))
        return redirect(row)
    return form_page(request, "definition/object.html", row.community, form, version=row)


@require_POST
def take_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a comment off the page."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = definitions.comments_visible_to(request.user, now).filter(community=community)
    row = get_object_or_404(rows, code=code)
    if not rules.may_take_back(request.user, row, now):
        raise Http404
    voices.take_back(row=row, actor=request.user, now=now)
    messages.success(request, _("The comment is no longer shown."))
    return redirect("definition_version", slug, row.version.code)


@require_POST
def stand_aside(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Let a version pass in spite of one's own objection."""
    row = _objection_or_404(request, slug, code)
    if row.author.person_id != request.user.pk:
        raise Http404
    voices.stand_aside(row=row, actor=request.user, now=timezone.now())
    messages.success(request, _("You stand aside. Your words stay, and no longer stop the adoption."))
    return redirect(row)


def settle(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Resolve an objection or keep it as dissent, with words."""
    run_or_404(request, slug, timezone.now())
    row = _objection_or_404(request, slug, code)
    form = SettleForm(request.POST or None, community=row.community)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            voices.settle(
                row=row,
                name=form.cleaned_data["name"],
                resolution=form.texts("resolution", row.community),
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("The objection is settled. Its author gets a message."))
            return redirect(row)
    return form_page(request, "definition/settle.html", row.community, form, objection=row)


def _send(
    request: HttpRequest, row: DefinitionVersion, form: VoiceForm, action: Callable[..., object]
) -> bool:
    """Send a member's words; say whether they were taken, and leave the reason in the form when not."""
    if not form.is_valid():
        return False
    with refusals_in(form):
        action(version=row, **form.cleaned_data, actor=request.user, now=timezone.now())
    return form.is_valid()


def _objection_or_404(request: HttpRequest, slug: str, code: str) -> Objection:
    community = community_or_404(request, slug)
    rows = definitions.objections_visible_to(request.user, timezone.now()).filter(community=community)
    return get_object_or_404(rows, code=code)

"""What staff do with a definition: write it, put it to the members, adopt it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.communities.views.staff import form_page, run_or_404
from copractice.convening.queries import priorities
from copractice.definition.actions import consulting, drafting
from copractice.definition.forms.definitions import (
    AdoptForm,
    ConsultForm,
    NameForm,
    NewDefinitionForm,
    VersionForm,
)
from copractice.definition.models import Definition, DefinitionVersion
from copractice.definition.queries import definitions
from copractice.definition.states import VersionState
from copractice.definition.views.public import definition_or_404, version_or_404
from copractice.ledger.forms import refusals_in


def written_or_404(request: HttpRequest, slug: str, code: str) -> Definition:
    """Return a definition to the staff."""
    run_or_404(request, slug, timezone.now())
    return definition_or_404(request, slug, code)


def led_or_404(request: HttpRequest, slug: str, code: str) -> DefinitionVersion:
    """Return a version to the staff."""
    run_or_404(request, slug, timezone.now())
    return version_or_404(request, slug, code)


def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a definition with its first version."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    known = priorities.of_community(request.user, community)
    form = NewDefinitionForm(request.POST or None, community=community, priorities=known)
    if request.method == "POST" and form.is_valid():
        row = drafting.draft_definition(
            community=community,
            title=form.texts("title", community),
            priority=form.cleaned_data["priority"],
            words=form.words(),
            actor=request.user,
            now=now,
        )
        messages.success(request, _("The draft is saved. Only staff see it until you open its consultation."))
        return redirect(row)
    return form_page(request, "definition/definition_new.html", community, form)


def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change a definition's name and the priority it grew from."""
    row = written_or_404(request, slug, code)
    known = priorities.of_community(request.user, row.community)
    form = NameForm(request.POST or None, definition=row, priorities=known)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            drafting.change_definition(
                definition=row,
                title=form.texts("title", row.community),
                priority=form.cleaned_data["priority"],
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("The definition is saved."))
            return redirect(row)
    return form_page(request, "definition/definition_change.html", row.community, form, definition=row)


def write(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write the draft of the next version."""
    row = written_or_404(request, slug, code)
    in_work = definitions.in_work(row)
    draft = in_work if in_work and in_work.state == VersionState.DRAFT else None
    before = definitions.newest_read(row)
    form = VersionForm(request.POST or None, community=row.community, draft=draft, before=before)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            saved = drafting.write_draft(
                definition=row,
                words=form.words(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("The draft is saved."))
            return redirect(saved)
    more = {"definition": row, "draft": draft, "in_work": in_work}
    return form_page(request, "definition/version_write.html", row.community, form, **more)


def consult(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put a draft to the members, until a day and hour."""
    now = timezone.now()
    row = led_or_404(request, slug, code)
    form = ConsultForm(request.POST or None, version=row, now=now)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            consulting.consult(
                version=row,
                until=form.cleaned_data["until"],
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=now,
            )
            messages.success(request, _("The consultation is open. Every member gets a message."))
            return redirect(row)
    return form_page(request, "definition/version_consult.html", row.community, form, version=row)


def adopt(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Adopt a version whose consultation is over."""
    row = led_or_404(request, slug, code)
    form = AdoptForm(request.POST or None, community=row.community)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            consulting.adopt(
                version=row,
                note=form.texts("note", row.community),
                actor=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Version %(number)d is adopted.") % {"number": row.number})
            return redirect(row.definition)
    return form_page(request, "definition/version_adopt.html", row.community, form, version=row)


@require_POST
def redraft(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a version back to its draft."""
    return _turn(request, slug, code, consulting.redraft, _("The version is a draft again."))


@require_POST
def replace(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a consultation without adoption."""
    said = _("The consultation is closed without adoption. Write the next version.")
    return _turn(request, slug, code, consulting.replace, said)


def _turn(
    request: HttpRequest, slug: str, code: str, action: Callable[..., DefinitionVersion], said: str
) -> HttpResponse:
    row = led_or_404(request, slug, code)
    action(version=row, actor=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect(row)

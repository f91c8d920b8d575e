"""Imports: the list, and the page of one that shows how far it is, what was found, and what can be done."""

from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities.actions import imports as actions
from copractice.communities.actions import organization_import, people_import
from copractice.communities.forms.imports import ImportForm, OrganizationsFileForm, PeopleFileForm
from copractice.communities.models import Community, Import
from copractice.communities.queries import imports
from copractice.communities.states import AT_WORK, IMPORT_MOVES, ImportState
from copractice.communities.views.public import A_PAGE
from copractice.communities.views.staff import run_or_404

TITLES = {
    ImportState.CHECKING: gettext_lazy("The file is being checked"),
    ImportState.CHECKED: gettext_lazy("Checked. Nothing is written yet."),
    ImportState.IMPORTING: gettext_lazy("The rows are being written"),
    ImportState.DONE: gettext_lazy("The import is done"),
    ImportState.FAILED: gettext_lazy("Nothing was imported"),
    ImportState.UNDOING: gettext_lazy("The import is being undone"),
    ImportState.UNDONE: gettext_lazy("The import was undone"),
}


@dataclass(frozen=True)
class Told:
    """One line of a report in the reader's language, and where in the file it belongs."""

    file: str
    line: int | None
    column: str
    sentence: str


def told(fault: dict[str, Any]) -> Told:
    """Return a stored fault as its reader gets it."""
    sentence = gettext(fault["sentence"]) % fault["values"]
    return Told(fault["file"], fault["line"], fault["column"], sentence)


@require_safe
def import_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List what was imported, the newest first."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = imports.with_file_names(imports.of_community(request.user, community, now))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "communities/import_list.html", {"community": community, "page": page})


@require_safe
def import_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show how far an import is; when its work ends, an open page is told to load again."""
    row = import_or_404(request, slug, code)
    is_at_work = row.state in AT_WORK
    if request.htmx and not is_at_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "community": row.community,
        "import": row,
        "title": TITLES[ImportState(row.state)],
        "is_at_work": is_at_work,
        "may": {name for name, (sources, _target) in IMPORT_MOVES.items() if row.state in sources},
        "files": imports.files_of(row),
        "faults": [told(fault) for fault in row.report.get("faults", [])],
    }
    return render(request, "communities/import.html", context)


@require_POST
def confirm(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have the rows written."""
    row = import_or_404(request, slug, code)
    actions.confirm_import(row=row, actor=request.user, now=timezone.now())
    return redirect(row)


@require_POST
def stop(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give an import up."""
    row = import_or_404(request, slug, code)
    actions.stop_import(row=row, actor=request.user, now=timezone.now())
    messages.success(request, _("The import is stopped. Nothing was written."))
    return redirect(row)


@require_POST
def undo(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have the rows taken back."""
    row = import_or_404(request, slug, code)
    actions.undo_import(row=row, actor=request.user, now=timezone.now())
    return redirect(row)


def import_or_404(request: HttpRequest, slug: str, code: str) -> Import:
    """Return an import to the staff of its community."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    row = get_object_or_404(imports.of_community(request.user, community, now), code=code)
    row.community = community
    return row


def import_organizations(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a file of organizations."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = OrganizationsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, community, organization_import, form, {}, now)
    context = {"community": community, "form": form}
    return render(
        request, "communities/import_organizations.html", context, status=400 if form.errors else 200
    )


def import_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a file of people."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, community, people_import, form, {"tell": form.cleaned_data["tell"]}, now)
    context = {"community": community, "form": form}
    return render(request, "communities/import_people.html", context, status=400 if form.errors else 200)


def _started(
    request: HttpRequest,
    community: Community,
    kind: ModuleType,
    form: ImportForm,
    context: dict[str, object],
    now: datetime,
) -> HttpResponse:
    row = actions.start_import(
        community=community,
        kind=kind.KIND,
        title=kind.TITLE,
        files=form.given(),
        context=context,
        form_path=request.path,
        form_key=form.cleaned_data["form_key"],
        actor=request.user,
        now=now,
    )
    return redirect(row)

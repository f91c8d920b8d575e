"""What writers do: begin a report, write its sections, freeze it; and what staff do with a checked release."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.cohorts.queries import cohorts
from copractice.communities.models import Community
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page, run_or_404
from copractice.impact import rules
from copractice.impact.actions import releasing, writing
from copractice.impact.analysis.printing import figure_names
from copractice.impact.forms import HeadForm, SectionForm, WithdrawForm
from copractice.impact.models import Report
from copractice.impact.queries import reports
from copractice.impact.states import Section
from copractice.impact.views.checklist import checklist_of
from copractice.impact.views.public import release_or_404, report_or_404
from copractice.ledger.forms import refusals_in


def writing_or_404(request: HttpRequest, slug: str) -> Community:
    """Return the community of an address to who writes its reports."""
    community = community_or_404(request, slug)
    if not rules.may_write(request.user, community, timezone.now()):
        raise Http404
    return community


def written_or_404(request: HttpRequest, slug: str, code: str) -> Report:
    """Return a report to who writes it."""
    writing_or_404(request, slug)
    return report_or_404(request, slug, code)


def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report on a cohort."""
    community, now = writing_or_404(request, slug), timezone.now()
    rows = cohorts.of_community(request.user, community, now)
    form = HeadForm(request.POST or None, community=community, cohorts=list(rows))
    if request.method == "POST" and form.is_valid():
        report = writing.begin_report(
            cohort=get_object_or_404(rows, code=form.cleaned_data["cohort"]),
            title=form.texts("title", community),
            lead=form.texts("lead", community),
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=now,
        )
        return redirect("edit_report", slug, report.code)
    return form_page(request, "impact/head.html", community, form)


@require_safe
def edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show where a report stands: its sections, what is missing, and its releases."""
    report, now = written_or_404(request, slug, code), timezone.now()
    context = {
        "community": report.community,
        "report": report,
        "checklist": checklist_of(report),
        "releases": reports.releases_of(report, request.user, now),
        "names": figure_names(),
    }
    return render(request, "impact/edit.html", context)


def write_head(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Change title and lead."""
    report = written_or_404(request, slug, code)
    form = HeadForm(request.POST or None, community=report.community, report=report)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            writing.write_head(
                report=report,
                title=form.texts("title", report.community),
                lead=form.texts("lead", report.community),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
            return redirect("edit_report", slug, code)
    return form_page(request, "impact/head.html", report.community, form, report=report)


def write_section(request: HttpRequest, slug: str, code: str, key: str) -> HttpResponse:
    """Write one section."""
    report = written_or_404(request, slug, code)
    if key not in Section.values:
        raise Http404
    section = Section(key)
    form = SectionForm(request.POST or None, report=report, section=section)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            text, revision = form.texts("text", report.community), form.cleaned_data["revision"]
            by = {"actor": request.user, "now": timezone.now()}
            writing.write_section(report=report, section=section, text=text, revision=revision, **by)
            messages.success(request, _("The section is saved."))
            return redirect("edit_report", slug, code)
    said = {"report": report, "section": section, "names": figure_names()}
    return form_page(request, "impact/section.html", report.community, form, **said)


@require_POST
def freeze(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Freeze a report and have it checked in the background."""
    report = written_or_404(request, slug, code)
    release = releasing.freeze(report=report, actor=request.user, now=timezone.now())
    messages.success(request, _("The report is frozen. Its check takes some seconds; open this page again."))
    return redirect(release)


@require_POST
def check_again(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Have a release checked again whose check broke off."""
    writing_or_404(request, slug)
    release = release_or_404(request, slug, code)
    releasing.check_again(release=release, actor=request.user, now=timezone.now())
    messages.success(request, _("The check runs again. Open this page in some seconds."))
    return redirect(release)


@require_POST
def publish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Publish a checked release."""
    run_or_404(request, slug, timezone.now())
    release = release_or_404(request, slug, code)
    releasing.publish(release=release, actor=request.user, now=timezone.now())
    messages.success(request, _("The release is public: its page, its PDF and its data."))
    return redirect(release)


def withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Withdraw a release and say why."""
    community, now = run_or_404(request, slug, timezone.now()), timezone.now()
    release = release_or_404(request, slug, code)
    form = WithdrawForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            why = form.texts("why", community)
            releasing.withdraw(release=release, why=why, actor=request.user, now=now)
            messages.success(request, _("The release is withdrawn. Nobody outside reads it any more."))
            return redirect(release)
    return form_page(request, "impact/withdraw.html", community, form, release=release)

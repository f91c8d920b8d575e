"""Staff prepare a call: checklist, words, dates, terms, parties."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from copractice.calls import rules
from copractice.calls.actions import drafting, parties
from copractice.calls.actions import versions as acts
from copractice.calls.analysis.readiness import checklist
from copractice.calls.analysis.standing import standing_of
from copractice.calls.forms.asking import PartiesForm
from copractice.calls.forms.drafting import DatesForm, TermsForm, WordsForm
from copractice.calls.queries import page, versions
from copractice.calls.views.pieces import Sheet, led_or_404, saved, sheet
from copractice.communities.views.staff import run_or_404
from copractice.convening.queries import priorities
from copractice.ledger.states import Refused


def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft a call by its name and its dates."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = DatesForm(request.POST or None, community=community)
    by = {"community": community, "actor": request.user, "now": now}
    if saved(
        request,
        form,
        lambda: drafting.prepare(
            code=form.cleaned_data["code"], title=form.title(), dates=form.dates(), **by
        ),
        _("The call is drafted. The list says what is missing."),
    ):
        return redirect("call_setup", community.slug, form.cleaned_data["code"])
    lead = _(
        "Name it and say when. Everything else comes step by step, and nobody but staff sees it until then."
    )
    words = Sheet(_("Prepare a call"), _("Save the draft"), "calls", lead)
    return sheet(request, None, form, words)


@require_safe
def setup(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what stands, what is missing, and the next step of a call."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    draft, holds = versions.draft_of(row), versions.published_of(row)
    subjects = checklist(row, draft or holds, now)
    context = {
        "community": row.community,
        "call": row,
        "draft": draft,
        "holds": holds,
        "standing": standing_of(row, now),
        "subjects": subjects,
        "open_pages": _open_pages(draft is not None, holds is not None),
        "missing": sum(len(subject.gaps) for subject in subjects),
        "opens_later": row.opens_at is not None and row.opens_at > now,
        "may_start_version": rules.may_start_version(row) and draft is None,
        "faq_count": page.faqs_of(row).count(),
        "session_count": page.sessions_of(row).count(),
    }
    return render(request, "calls/setup.html", context)


def words(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write title, summary and text of the draft."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    version = versions.draft_of(row)
    if version is None:
        raise Refused(_("A published version stays as it is. Start a new version to change the text."))
    form = WordsForm(request.POST or None, version=version, may_name=not rules.is_published(row))
    if saved(
        request,
        form,
        lambda: acts.write(
            call=row, words=form.words(), revision=form.cleaned_data["revision"], actor=request.user, now=now
        ),
        _("The text is saved."),
    ):
        return redirect("call_setup", slug, code)
    lead = _(
        "Say in the summary who should apply and why. The text holds the rules; headings and lists work."
    )
    return sheet(request, row, form, Sheet(_("Title and text"), _("Save the text"), "call_setup", lead))


def timetable(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Set the dates of a call that nobody has read yet."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    if rules.is_published(row):
        raise Refused(_("People count on these dates. Change the deadline instead, with a reason."))
    form = DatesForm(request.POST or None, community=row.community, call=row)
    if saved(
        request,
        form,
        lambda: drafting.write_dates(
            call=row, dates=form.dates(), revision=form.cleaned_data["revision"], actor=request.user, now=now
        ),
        _("The timetable is saved."),
    ):
        return redirect("call_setup", slug, code)
    lead = _("Write each time as clocks show it in the zone of the call.")
    return sheet(request, row, form, Sheet(_("Timetable"), _("Save the timetable"), "call_setup", lead))


def terms(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Set seats, youngest age, hotline, contact and the priority that a call grew from."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    choices = priorities.of_community(request.user, row.community)
    form = TermsForm(request.POST or None, call=row, priorities=choices, is_fixed=rules.is_published(row))
    if saved(
        request,
        form,
        lambda: drafting.write_terms(
            call=row, terms=form.terms(), revision=form.cleaned_data["revision"], actor=request.user, now=now
        ),
        _("The terms are saved."),
    ):
        return redirect("call_setup", slug, code)
    lead = _("Seats, age and priority stay once people have read the call. Hotline and address can change.")
    return sheet(request, row, form, Sheet(_("Terms and contact"), _("Save the terms"), "call_setup", lead))


def who_applies(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say which parties an application has."""
    now = timezone.now()
    row = led_or_404(request, slug, code, now)
    form = PartiesForm(request.POST or None, call=row, kinds=versions.part_kinds_of(row))
    if saved(
        request,
        form,
        lambda: parties.write_parties(
            call=row, kinds=form.kinds(), revision=form.cleaned_data["revision"], actor=request.user, now=now
        ),
        _("Who applies is saved."),
    ):
        return redirect("call_setup", slug, code)
    lead = _("One employer institution leads each application. Each party writes its own part.")
    words = Sheet(_("Who applies"), _("Save who applies"), "call_setup", lead)
    return sheet(request, row, form, words, template="calls/parties.html")


def _open_pages(has_draft: bool, is_published: bool) -> set[str]:
    """Return the subjects that can be written now."""
    in_draft = {"write_call", "edit_questions"} if has_draft else set()
    always = {"call_terms"}
    return in_draft | always | (set() if is_published else {"call_timetable", "call_parties", "edit_rubric"})

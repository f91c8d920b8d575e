"""One question of an assessment, worded and taken out; and the scores of one organization."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from copractice.calls.views.pieces import saved
from copractice.cohorts import rules
from copractice.cohorts.actions import answering
from copractice.cohorts.actions import assessments as acts
from copractice.cohorts.forms.assessments import ItemForm
from copractice.cohorts.forms.scores import ScoresForm
from copractice.cohorts.models import Assessment
from copractice.cohorts.queries import assessments
from copractice.cohorts.states import Asks
from copractice.cohorts.views.assessments import kept_or_404
from copractice.cohorts.views.pieces import Sheet, sheet


def add_assessment_item(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add a question, or a domain."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    form = ItemForm(request.POST or None, assessment=row)
    if saved(request, form, lambda: _write(request, row, form, now), _("It is added.")):
        return redirect(row)
    title = _("Add a domain") if row.asks == Asks.ORGANIZATIONS else _("Add a question")
    return sheet(request, row.cohort, form, Sheet(title, _("Add it"), "", back_url=row.get_absolute_url()))


def change_assessment_item(request: HttpRequest, slug: str, code: str, key: str) -> HttpResponse:
    """Word a question anew, or take it out."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    item = next((one for one in assessments.items_of(row) if one.key == key), None)
    if item is None:
        raise Http404
    form = ItemForm(request.POST or None, assessment=row, item=item)
    if request.POST.get("go") == "remove":
        by = {"revision": row.revision, "actor": request.user, "now": now}
        acts.remove_item(assessment=row, key=key, **by)
        messages.success(request, _("It is taken out."))
        return redirect(row)
    if saved(request, form, lambda: _write(request, row, form, now), _("It is changed.")):
        return redirect(row)
    context = {"community": row.community, "cohort": row.cohort, "assessment": row, "form": form}
    return render(request, "cohorts/assessment_item.html", context, status=400 if form.errors else 200)


def _write(request: HttpRequest, row: Assessment, form: ItemForm, now: datetime) -> object:
    revision = form.cleaned_data["revision"]
    by = {"revision": revision, "actor": request.user, "now": now}
    return acts.write_item(assessment=row, item=form.written(), **by)


def enter_scores(request: HttpRequest, slug: str, code: str, seat: str) -> HttpResponse:
    """Enter what was observed at one organization, with its baseline beside it."""
    now = timezone.now()
    row = kept_or_404(request, slug, code, now)
    place = get_object_or_404(assessments.seats_scored(row, now), code=seat)
    form = ScoresForm(
        request.POST or None,
        items=assessments.items_of(row),
        known=assessments.answers_of(row, seat=place),
        before=assessments.answers_of(row.follows, seat=place),
    )
    if saved(request, form, lambda: _enter(request, row, place, form, now), _("The scores are saved.")):
        return redirect(row)
    context = {"community": row.community, "cohort": row.cohort, "assessment": row, "seat": place}
    context |= {"form": form, "may_score": rules.may_score(row, now), "rows": list(form.rows())}
    return render(request, "cohorts/scores.html", context, status=400 if form.errors else 200)


def _enter(request: HttpRequest, row: Assessment, place: object, form: ScoresForm, now: datetime) -> object:
    base = form.cleaned_data["base"]
    by = {"base": base, "actor": request.user, "now": now}
    return answering.enter_scores(assessment=row, seat=place, scores=form.scores(), **by)

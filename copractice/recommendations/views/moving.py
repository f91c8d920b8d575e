"""The page on which a facilitator or staff move the day of an answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.calls.views.pieces import saved
from copractice.communities.analysis.instants import day_in_words, reader_locale
from copractice.recommendations import rules
from copractice.recommendations.actions import moving
from copractice.recommendations.forms.answering import DueForm
from copractice.recommendations.views.pieces import Sheet, row_or_404, sheet


@never_cache
def move_due(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give an organization more time to answer, and say why."""
    now = timezone.now()
    row = row_or_404(request, slug, code, now)
    if not rules.may_lead(request.user, row.community, now):
        raise Http404
    form = DueForm(request.POST or None, row=row)

    def save() -> object:
        said = {"to": form.cleaned_data["to"], "why": form.texts("why", row.community)}
        return moving.move_due(recommendation=row, **said, actor=request.user, now=now)

    if saved(request, form, save, _("The day moved. The author and the organization are told.")):
        return redirect(row)
    if not form.errors and not rules.may_move_due(request.user, row, now):
        return redirect(row)
    lead = _("Owed by %(day)s. Whoever reads this recommendation sees both days, your name and the reason.")
    words = Sheet(
        _("Give more time to answer"),
        _("Move the day"),
        lead % {"day": day_in_words(row.due_on, reader_locale())},
    )
    return sheet(request, row, form, words)

"""An invitation to take part, opened by its link."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.cohorts.actions import people as acts
from copractice.cohorts.forms.seats import YesForm
from copractice.cohorts.models import ParticipantInvitation
from copractice.cohorts.queries.people import good_until, must_sign_in, open_invitation
from copractice.ledger.states import Refused
from copractice.people.models import Person


@login_not_required
@never_cache
def participant_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is asked to what; yes or no counts only when a button is pressed, as mail scanners read links."""
    invitation = open_invitation(token, timezone.now())
    if invitation is None:
        return render(request, "applications/invitation_gone.html", status=410)
    request.community = invitation.community
    if "decline" in request.POST:
        actor = request.user if request.user.is_authenticated else None
        acts.decline(token=token, actor=actor, now=timezone.now())
        return render(request, "cohorts/declined.html", {"community": invitation.community})
    form = YesForm(request.POST or None, initial={"name": invitation.participant.name})
    if request.method == "POST" and form.is_valid():
        return _accept(request, invitation, form, token)
    return _page(request, invitation, form, 400 if form.is_bound else 200)


def _accept(
    request: HttpRequest, invitation: ParticipantInvitation, form: YesForm, token: str
) -> HttpResponse:
    now, signed_in = timezone.now(), request.user.is_authenticated
    if not signed_in and must_sign_in(invitation, now):
        return redirect_to_login(request.path)
    actor: Person | None = request.user if signed_in else None
    try:
        row = acts.accept(token=token, name=form.cleaned_data["name"], actor=actor, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, invitation, form, 409)
    messages.success(request, _("You take part. Here is what comes next."))
    if signed_in:
        return redirect(row)
    return perform_login(request, row.person, redirect_url=row.get_absolute_url())


def _page(
    request: HttpRequest, invitation: ParticipantInvitation, form: YesForm, status: int
) -> HttpResponse:
    context = {
        "community": invitation.community,
        "participant": invitation.participant,
        "cohort": invitation.participant.cohort,
        "form": form,
        "until": good_until(invitation),
        "is_another": request.user.is_authenticated and request.user.email != invitation.address,
        "must_sign_in": not request.user.is_authenticated and must_sign_in(invitation, timezone.now()),
    }
    return render(request, "cohorts/invitation.html", context, status=status)

"""What families do: name a guardian, answer what is asked, stop being a guardian."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import name_of
from copractice.communities.views.public import community_or_404
from copractice.consents import rules
from copractice.consents.actions import answers, guardians
from copractice.consents.files import consent_text
from copractice.consents.forms.guardians import EndForm, NameGuardianForm, YesNoForm
from copractice.consents.models import Consent, Guardianship
from copractice.consents.queries import consents, guardianship_of, guardianships, is_minor
from copractice.consents.views.devices import device_hash, device_of, look_at_browser, remember
from copractice.ledger.forms import refusals_in


def name_guardian(request: HttpRequest, slug: str) -> HttpResponse:
    """Let who is under 18 name a parent or guardian, or another one before the first has answered."""
    now = timezone.now()
    community = community_or_404(request, slug)
    if not is_minor(request.user, community, now):
        raise Http404
    held = guardianship_of(request.user, community, now)
    form = NameGuardianForm(request.POST if request.method == "POST" else None, initial=_known(request, held))
    if form.is_valid():
        device = device_of(request)
        told = {**form.cleaned_data, "device": device_hash(device)}
        with refusals_in(form):
            guardians.name_guardian(community=community, actor=request.user, now=now, **told)
            response = redirect("family", slug)
            remember(response, device)
            return response
    context = {"form": form, "held": held, "may": rules.may_name_guardian(request.user, community, now)}
    return render(request, "consents/name_guardian.html", context, status=400 if form.is_bound else 200)


def consent(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what is asked in full, and take a yes or a no; a no after a yes takes it back."""
    now = timezone.now()
    community = community_or_404(request, slug)
    row = get_object_or_404(consents.asked_to(request.user, now).filter(community=community), code=code)
    if row.guardianship:
        look_at_browser(request, row.guardianship, now)
    language = (get_language() or row.language).split("-")[0]
    text = _text(row, language)
    form = YesNoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        says_yes = form.cleaned_data["says"]
        answers.answer_consent(
            consent=row, says_yes=says_yes, language=text.language, actor=request.user, now=now
        )
        messages.success(request, _("Your yes is kept.") if says_yes else _("Your no is kept."))
        return redirect("family", slug)
    context = {"consent": row, "text": text, "is_fallback": text.language != language}
    return render(request, "consents/consent.html", context, status=400 if form.is_bound else 200)


def end_guardianship(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask the guardian, or staff for the reason, and end a guardianship."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = guardianships.visible_to(request.user, now).filter(community=community)
    row = get_object_or_404(rows, code=code)
    if not rules.may_end(request.user, row, now):
        raise Http404
    is_guardian = row.guardian_id == request.user.pk
    form = EndForm(request.POST if request.method == "POST" else None, must_say=not is_guardian)
    if form.is_valid():
        guardians.end_guardianship(
            guardianship=row, why=form.cleaned_data["why"], actor=request.user, now=now
        )
        messages.success(request, _("The guardianship has ended."))
        return redirect("home") if is_guardian else redirect(row)
    context = {"guardianship": row, "form": form, "is_guardian": is_guardian}
    return render(request, "consents/end.html", context, status=400 if form.is_bound else 200)


def _known(request: HttpRequest, held: Guardianship | None) -> dict[str, object]:
    if held is None:
        return {"youth_name": name_of(request.user) or request.GET.get("youth_name", "")}
    return {"youth_name": held.youth_name, "name": held.name, "email": held.guardian.email}


def _text(row: Consent, language: str):
    to_guardian = row.guardianship_id is not None
    return consent_text(row.purpose, version=row.text_version, language=language, to_guardian=to_guardian)

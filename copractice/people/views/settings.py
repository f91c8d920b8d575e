"""A person's own settings, and the choice of language for everybody."""

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.people.actions.persons import choose_settings
from copractice.people.forms import LanguageForm, SettingsForm


def my_settings(request: HttpRequest) -> HttpResponse:
    """Show and keep one's language and time zone."""
    person = request.user
    stored = {"language": person.language, "time_zone": person.time_zone}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        choose_settings(actor=person, **form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return redirect("my_settings")
    return render(request, "people/my_settings.html", {"form": form}, status=400 if form.is_bound else 200)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch language: in a person's settings, or in a visitor's cookie; an unknown language changes nothing."""
    response = redirect(get_next_redirect_url(request) or "front")
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return response
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        choose_settings(actor=request.user, language=chosen, time_zone=request.user.time_zone)
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return response

"""Addresses of the door and of one's own settings; the `account_` names are those that allauth looks up."""

from django.urls import path

from copractice.people.views import door, settings

urlpatterns = [
    path("sign-in/", door.sign_in, name="account_login"),
    path("sign-in/code/", door.confirm_code, name="account_confirm_login_code"),
    path("sign-out/", door.sign_out, name="account_logout"),
    path("invitation/<slug:token>/", door.invitation, name="invitation"),
    path("language/", settings.language, name="language"),
    path("me/settings/", settings.my_settings, name="my_settings"),
]

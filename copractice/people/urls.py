"""Addresses of the door and of one's own settings; the `account_` names are those that allauth looks up."""

from django.urls import path

from copractice.people.views import door, factors, second_step, settings

urlpatterns = [
    path("sign-in/", door.sign_in, name="account_login"),
    path("sign-in/code/", door.confirm_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", second_step.passkey_sign_in, name="passkey_sign_in"),
    path("sign-in/second-step/", second_step.second_step, name="mfa_authenticate"),
    path("sign-out/", door.sign_out, name="account_logout"),
    path("invitation/<slug:token>/", door.invitation, name="invitation"),
    path("language/", settings.language, name="language"),
    path("me/settings/", settings.my_settings, name="my_settings"),
    path("me/sign-in/", factors.my_sign_in, name="my_sign_in"),
    path("me/sign-in/again/", second_step.prove, name="prove"),
    path("me/sign-in/passkeys/new/", factors.add_passkey, name="add_passkey"),
    path("me/sign-in/passkeys/<int:pk>/", factors.passkey, name="passkey"),
    path("me/sign-in/passkeys/<int:pk>/remove/", factors.remove_passkey, name="remove_passkey"),
    path("me/sign-in/app/new/", factors.add_app, name="add_app"),
    path("me/sign-in/app/remove/", factors.remove_app, name="remove_app"),
    path("me/sign-in/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
]

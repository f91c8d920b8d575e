"""Addresses of the demo."""

from django.urls import path

from copractice.demo import views

urlpatterns = [
    path("", views.choose, name="demo"),
    path("sign-in/<slug:code>/", views.sign_in, name="demo_sign_in"),
]

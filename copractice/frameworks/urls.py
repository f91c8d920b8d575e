"""Addresses of frameworks; that of an item stands in `web`, which knows what may serve it."""

from django.urls import path

from copractice.frameworks import views

urlpatterns = [
    path("c/<slug:slug>/frameworks/", views.framework_list, name="frameworks"),
    path("c/<slug:slug>/frameworks/adopt/", views.adopt, name="adopt_framework"),
    path("c/<slug:slug>/frameworks/<slug:code>/", views.framework, name="framework"),
]

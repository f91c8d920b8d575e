"""Addresses of convenings: the room on a phone, the staff's pages, and what everybody reads."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of convenings: what everybody reads, the staff's pages, and the room on a phone."""

from django.urls import path

from copractice.convening.views import results, staff

CONVENING = "c/<slug:slug>/convenings/<slug:code>/"

urlpatterns = [
    path("c/<slug:slug>/priorities/", results.priority_list, name="priorities"),
    path("c/<slug:slug>/priorities/<slug:code>/", results.priority, name="priority"),
    path("c/<slug:slug>/convenings/new/", staff.prepare, name="prepare_convening"),
    path(CONVENING, results.convening, name="convening"),
    path(f"{CONVENING}statements/", results.statements, name="statements"),
    path(f"{CONVENING}edit/", staff.change, name="change_convening"),
    path(f"{CONVENING}open/", staff.open_voting, name="open_convening"),
    path(f"{CONVENING}close/", staff.close_voting, name="close_convening"),
    path(f"{CONVENING}reopen/", staff.reopen_voting, name="reopen_convening"),
    path(f"{CONVENING}adopt/", staff.adopt, name="adopt_priorities"),
]

"""Addresses of a community's pages; the community's own page, with the line, is in `web`."""

from django.urls import path

from copractice.communities.views import imports, public, staff

urlpatterns = [
    path("c/<slug:slug>/accent.css", public.accent, name="accent"),
    path("c/<slug:slug>/updates/", public.updates_list, name="updates"),
    path("c/<slug:slug>/updates/new/", staff.post_update, name="post_update"),
    path("c/<slug:slug>/updates/<slug:code>/", public.update_detail, name="update"),
    path("c/<slug:slug>/updates/<slug:code>/withdraw/", staff.withdraw_update, name="withdraw_update"),
    path("c/<slug:slug>/history/", public.history, name="history"),
    path("c/<slug:slug>/edit/", staff.edit, name="edit_page"),
    path("c/<slug:slug>/people/", staff.people, name="people"),
    path("c/<slug:slug>/people/new/", staff.give_role, name="give_role"),
    path("c/<slug:slug>/people/<slug:code>/", staff.membership, name="membership"),
    path("c/<slug:slug>/people/<slug:code>/end/", staff.end_role, name="end_role"),
    path("c/<slug:slug>/notices/", staff.notices, name="notices"),
    path("c/<slug:slug>/notices/<slug:code>/retry/", staff.retry_notice, name="retry_notice"),
    path("c/<slug:slug>/log/", staff.log, name="log"),
    path("c/<slug:slug>/imports/", imports.import_list, name="imports"),
    path("c/<slug:slug>/imports/<slug:code>/", imports.import_detail, name="import"),
    path("c/<slug:slug>/imports/<slug:code>/run/", imports.confirm, name="confirm_import"),
    path("c/<slug:slug>/imports/<slug:code>/stop/", imports.stop, name="stop_import"),
    path("c/<slug:slug>/imports/<slug:code>/undo/", imports.undo, name="undo_import"),
]

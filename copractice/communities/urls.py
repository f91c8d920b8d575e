"""Addresses of a community's pages; the community's own page, with the line, is in `web`."""

from django.urls import path

from copractice.communities.views import imports, organizations, public, staff, ties

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
    path("c/<slug:slug>/people/import/", imports.import_people, name="import_people"),
    path("c/<slug:slug>/people/<slug:code>/", staff.membership, name="membership"),
    path("c/<slug:slug>/people/<slug:code>/end/", staff.end_role, name="end_role"),
    path(
        "c/<slug:slug>/people/<slug:code>/second-factor/",
        staff.reset_second_factor,
        name="reset_second_factor",
    ),
    path("c/<slug:slug>/notices/", staff.notices, name="notices"),
    path("c/<slug:slug>/notices/<slug:code>/retry/", staff.retry_notice, name="retry_notice"),
    path("c/<slug:slug>/log/", staff.log, name="log"),
    path("c/<slug:slug>/organizations/", organizations.organization_list, name="organizations"),
    path("c/<slug:slug>/organizations/new/", organizations.add, name="add_organization"),
    path("c/<slug:slug>/organizations/import/", imports.import_organizations, name="import_organizations"),
    path("c/<slug:slug>/organizations/<slug:code>/", organizations.organization, name="organization"),
    path("c/<slug:slug>/organizations/<slug:code>/edit/", organizations.change, name="change_organization"),
    path("c/<slug:slug>/organizations/<slug:code>/umbrella/", ties.link_umbrella, name="link_umbrella"),
    path("c/<slug:slug>/organizations/<slug:code>/person/", ties.affiliate, name="affiliate"),
    path("c/<slug:slug>/umbrella-ties/<slug:code>/end/", ties.end_link, name="end_link"),
    path("c/<slug:slug>/affiliations/<slug:code>/", ties.affiliation, name="affiliation"),
    path("c/<slug:slug>/affiliations/<slug:code>/end/", ties.end_affiliation, name="end_affiliation"),
    path("c/<slug:slug>/imports/", imports.import_list, name="imports"),
    path("c/<slug:slug>/imports/<slug:code>/", imports.import_detail, name="import"),
    path("c/<slug:slug>/imports/<slug:code>/run/", imports.confirm, name="confirm_import"),
    path("c/<slug:slug>/imports/<slug:code>/stop/", imports.stop, name="stop_import"),
    path("c/<slug:slug>/imports/<slug:code>/undo/", imports.undo, name="undo_import"),
]

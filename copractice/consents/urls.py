"""Addresses of families, and of staff who check guardians; the family's own page stands in `web`."""

from django.urls import path

from copractice.consents.views import births, family, paper, staff

urlpatterns = [
    path("c/<slug:slug>/family/guardian/", family.name_guardian, name="name_guardian"),
    path("c/<slug:slug>/family/birth/", births.own_birth_month, name="own_birth_month"),
    path("c/<slug:slug>/family/consents/<slug:code>/", family.consent, name="consent"),
    path("c/<slug:slug>/consents/", paper.consent_paper, name="consent_paper"),
    path("c/<slug:slug>/guardianships/", staff.guardianship_list, name="guardianships"),
    path("c/<slug:slug>/guardianships/<slug:code>/", staff.guardianship, name="guardianship"),
    path("c/<slug:slug>/guardianships/<slug:code>/check/", staff.verify_guardian, name="verify_guardian"),
    path("c/<slug:slug>/guardianships/<slug:code>/birth/", births.birth_month, name="birth_month"),
    path("c/<slug:slug>/guardianships/<slug:code>/change/", staff.change_guardian, name="change_guardian"),
    path("c/<slug:slug>/guardianships/<slug:code>/end/", family.end_guardianship, name="end_guardianship"),
    path("c/<slug:slug>/guardianships/<slug:code>/code/", staff.print_code, name="print_code"),
    path("c/<slug:slug>/consents/<slug:code>/paper/", staff.record_paper, name="record_paper"),
]

"""The addresses above every stage."""

from django.urls import path

from copractice.web import styleguide
from copractice.web.views import chain, codes, family, feeds, frameworks, pages, texts

urlpatterns = [
    path("", pages.front, name="front"),
    path("me/", pages.home, name="home"),
    path("c/<slug:slug>/", pages.community, name="community"),
    path("c/<slug:slug>/framework-items/<slug:code>/", frameworks.framework_item, name="framework_item"),
    path("c/<slug:slug>/frameworks/<slug:code>/alignment/", frameworks.alignment, name="alignment"),
    path("c/<slug:slug>/align/<slug:kind>/<slug:code>/", frameworks.align_record, name="align_record"),
    path("c/<slug:slug>/unalign/<slug:kind>/<slug:code>/", frameworks.unalign_record, name="unalign_record"),
    path("c/<slug:slug>/updates.atom", feeds.updates_feed, name="updates_feed"),
    path("c/<slug:slug>/about.jsonld", feeds.about_community, name="about_community"),
    path("c/<slug:slug>/cohorts/<slug:code>/about.jsonld", feeds.about_cohort, name="about_cohort"),
    path("c/<slug:slug>/chain/<slug:kind>/<slug:code>/", chain.chain, name="chain"),
    path("c/<slug:slug>/family/", family.family, name="family"),
    path("code/", codes.typed_code, name="typed_code"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]

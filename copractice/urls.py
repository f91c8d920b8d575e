"""Every address of the site; stands outside the order, beside the settings, because it names all packages."""

from django.urls import include, path

urlpatterns = [
    path("", include("copractice.web.urls")),
    path("", include("copractice.people.urls")),
    path("", include("copractice.communities.urls")),
    path("", include("copractice.frameworks.urls")),
    path("", include("copractice.consents.urls")),
    path("", include("copractice.convening.urls")),
    path("", include("copractice.definition.urls")),
    path("", include("copractice.calls.urls")),
    path("", include("copractice.applications.urls")),
    path("", include("copractice.review.urls")),
    path("", include("copractice.selection.urls")),
    path("", include("copractice.cohorts.urls")),
    path("", include("copractice.recommendations.urls")),
    path("", include("copractice.impact.urls")),
    path("demo/", include("copractice.demo.urls")),
]

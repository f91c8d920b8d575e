"""Addresses of reports: what everybody reads, and what their writers work with."""

from django.urls import path

from copractice.impact.views import public, stories, writing

REPORT = "c/<slug:slug>/reports/<slug:code>/"
RELEASE = "c/<slug:slug>/releases/<slug:code>/"
STORY = "c/<slug:slug>/stories/<slug:code>/"
COHORT = "c/<slug:slug>/cohorts/<slug:code>/"

urlpatterns = [
    path("c/<slug:slug>/reports/", public.report_list, name="reports"),
    path("c/<slug:slug>/reports/new/", writing.begin, name="begin_report"),
    path(REPORT, public.report, name="report"),
    path(f"{REPORT}edit/", writing.edit, name="edit_report"),
    path(f"{REPORT}head/", writing.write_head, name="write_head"),
    path(f"{REPORT}sections/<slug:key>/", writing.write_section, name="write_section"),
    path(f"{REPORT}freeze/", writing.freeze, name="freeze_report"),
    path(RELEASE, public.release, name="release"),
    path(f"{RELEASE}check/", writing.check_again, name="check_release"),
    path(f"{RELEASE}publish/", writing.publish, name="publish_release"),
    path(f"{RELEASE}withdraw/", writing.withdraw, name="withdraw_release"),
    path(f"{RELEASE}files/<str:name>", public.release_file, name="release_file"),
    path("c/<slug:slug>/figures/<slug:code>/", public.figure, name="figure"),
    path(f"{COHORT}stories/", stories.story_list, name="stories"),
    path(f"{COHORT}stories/new/", stories.tell, name="tell_story"),
    path(f"{STORY}check/", stories.check, name="check_story"),
    path(f"{STORY}take-back/", stories.take_back, name="take_back_story"),
]

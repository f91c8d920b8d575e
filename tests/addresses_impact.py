"""How the addresses of reports and of the chain are made for a place of the world."""

from collections.abc import Callable

from tests.world import Place

OF_COHORT_STORIES = ("stories", "tell_story")
OF_REPORT = ("report", "edit_report", "write_head", "write_section", "freeze_report")
OF_RELEASE = ("release", "check_release", "publish_release", "withdraw_release", "release_file")
OF_STORY = ("check_story", "take_back_story")
OF_IMPACT: dict[str, Callable[[Place], str]] = {
    **dict.fromkeys(OF_REPORT, lambda place: place.reported.report.code),
    **dict.fromkeys(OF_RELEASE, lambda place: place.reported.release.code),
    **dict.fromkeys(OF_COHORT_STORIES, lambda place: place.practiced.cohort.code),
    **dict.fromkeys(OF_STORY, lambda place: place.reported.story.code),
    "figure": lambda place: place.reported.figure.code,
    "chain": lambda place: place.priority.code,
}
# What else stands in an address, before and after the code.
BEFORE_CODE = {"chain": ["priority"], "align_record": ["commitment"], "unalign_record": ["commitment"]}
AFTER_CODE = {"write_section": ["happened"], "release_file": ["data.csv"]}

"""What writers of reports type."""

from copractice.impact.forms.reports import HeadForm, SectionForm, WithdrawForm
from copractice.impact.forms.stories import StoryForm

__all__ = ["HeadForm", "SectionForm", "StoryForm", "WithdrawForm"]

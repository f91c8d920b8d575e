"""What recommending stores, split by subject."""

from copractice.recommendations.models.answers import Evidence, Response, Step
from copractice.recommendations.models.recommendations import (
    DueChange,
    Learning,
    Recommendation,
    Reminder,
    TextVersion,
)

__all__ = [
    "DueChange",
    "Evidence",
    "Learning",
    "Recommendation",
    "Reminder",
    "Response",
    "Step",
    "TextVersion",
]

"""What reviewing stores, split by subject."""

from copractice.review.models.assignments import Assignment, AssignmentRun
from copractice.review.models.calibrations import CalibratedScores
from copractice.review.models.reviewers import Reviewer, ReviewPlan, Tie
from copractice.review.models.reviews import Review, ReviewVersion, Score

__all__ = [
    "Assignment",
    "AssignmentRun",
    "CalibratedScores",
    "Review",
    "ReviewPlan",
    "ReviewVersion",
    "Reviewer",
    "Score",
    "Tie",
]

"""What a cohort stores, split by subject."""

from copractice.cohorts.models.assessments import Assessment, AssessmentAnswer, AssessmentAnswerVersion
from copractice.cohorts.models.cohort import Cohort, Goal, Participant, ParticipantInvitation, Seat
from copractice.cohorts.models.reflections import Reflection, ReflectionVersion
from copractice.cohorts.models.sessions import Resource, Session, SessionAttendance

__all__ = [
    "Assessment",
    "AssessmentAnswer",
    "AssessmentAnswerVersion",
    "Cohort",
    "Goal",
    "Participant",
    "ParticipantInvitation",
    "Reflection",
    "ReflectionVersion",
    "Resource",
    "Seat",
    "Session",
    "SessionAttendance",
]

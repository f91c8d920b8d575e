"""What an application stores, split by subject."""

from copractice.applications.models.answers import Answer, AnswerVersion, Receipt, Upload
from copractice.applications.models.application import Application, Invitation, Part, Substitution
from copractice.applications.models.staff import Reminder, Ruling

__all__ = [
    "Answer",
    "AnswerVersion",
    "Application",
    "Invitation",
    "Part",
    "Receipt",
    "Reminder",
    "Ruling",
    "Substitution",
    "Upload",
]

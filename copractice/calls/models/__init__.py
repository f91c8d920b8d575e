"""What a call stores, split by subject."""

from copractice.calls.models.call import Call, CallVersion, DeadlineChange
from copractice.calls.models.page import Faq, InformationSession
from copractice.calls.models.questions import Criterion, PartKind, Question

__all__ = [
    "Call",
    "CallVersion",
    "Criterion",
    "DeadlineChange",
    "Faq",
    "InformationSession",
    "PartKind",
    "Question",
]

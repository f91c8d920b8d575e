"""Who reviews what: the best total, or the best for the worst-off application, with a proof or a shortage.

`assign` answers a `Docket`; `Shortage` says in words what is missing where no assignment exists.
"""

from copractice.engine.assignment.assign import Assignment, Certificate, assign
from copractice.engine.assignment.design import Design
from copractice.engine.assignment.docket import Docket, Label
from copractice.engine.assignment.shortage import Gap, Shortage

__all__ = [
    "Assignment",
    "Certificate",
    "Design",
    "Docket",
    "Gap",
    "Label",
    "Shortage",
    "assign",
]

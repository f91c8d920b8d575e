"""A balanced cohort: the best one the rules allow, what each rule cost, and what is within noise.

`select` finds a proven optimum, `explain` prices every rule and names the closest alternatives, `regrets`
says what each applicant's place is worth, `inclusion` finds out who would still be in if the scores were
drawn again, and `conflict` says why no cohort exists and which smallest change would help.
"""

from copractice.engine.portfolio.choice import Portfolio, select
from copractice.engine.portfolio.conflict import Change, Conflict, Infeasible, conflict
from copractice.engine.portfolio.explanation import (
    Alternative,
    Explanation,
    FamilyPrice,
    Regret,
    RowPrice,
    explain,
    regrets,
)
from copractice.engine.portfolio.inclusion import Inclusion, Place, inclusion
from copractice.engine.portfolio.pool import Forced, Pool, Rule

__all__ = [
    "Alternative",
    "Change",
    "Conflict",
    "Explanation",
    "FamilyPrice",
    "Forced",
    "Inclusion",
    "Infeasible",
    "Place",
    "Pool",
    "Portfolio",
    "Regret",
    "RowPrice",
    "Rule",
    "conflict",
    "explain",
    "inclusion",
    "regrets",
    "select",
]

"""What this stage stores: the definition with its versions, and commitments with their signatures."""

from copractice.definition.models.commitments import Commitment, CommitmentVersion, Signature
from copractice.definition.models.definitions import Comment, Definition, DefinitionVersion, Objection

__all__ = [
    "Comment",
    "Commitment",
    "CommitmentVersion",
    "Definition",
    "DefinitionVersion",
    "Objection",
    "Signature",
]

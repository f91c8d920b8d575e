"""What a community stores, split by subject."""

from copractice.communities.models.community import ALPHABET, Community, Membership, Role, new_code
from copractice.communities.models.imports import Import, ImportFile
from copractice.communities.models.page import History, Update

__all__ = [
    "ALPHABET",
    "Community",
    "History",
    "Import",
    "ImportFile",
    "Membership",
    "Role",
    "Update",
    "new_code",
]

"""What a community stores, split by subject."""

from copractice.communities.models.community import ALPHABET, Community, Membership, Role, new_code
from copractice.communities.models.page import History, Update

__all__ = ["ALPHABET", "Community", "History", "Membership", "Role", "Update", "new_code"]

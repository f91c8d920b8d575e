"""What is done in a community: one function per verb."""

from copractice.communities.actions.members import add_membership, end_role, give_role
from copractice.communities.actions.opening import add_history, make_owner, open_community
from copractice.communities.actions.outbox import retry_notice
from copractice.communities.actions.page import Conflict, Page, edit_page
from copractice.communities.actions.updates import post_update, withdraw_update

__all__ = [
    "Conflict",
    "Page",
    "add_history",
    "add_membership",
    "edit_page",
    "end_role",
    "give_role",
    "make_owner",
    "open_community",
    "post_update",
    "retry_notice",
    "withdraw_update",
]

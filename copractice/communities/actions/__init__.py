"""What is done in a community: one function per verb."""

from copractice.communities.actions.members import (
    add_membership,
    end_role,
    give_role,
    reset_second_factor,
)
from copractice.communities.actions.opening import Plan, add_history, make_owner, open_community, open_planned
from copractice.communities.actions.organizations import Facts, add_organization, change_organization
from copractice.communities.actions.outbox import retry_notice
from copractice.communities.actions.page import Conflict, Page, edit_page
from copractice.communities.actions.ties import affiliate, end_affiliation, end_link, link_umbrella
from copractice.communities.actions.updates import post_update, withdraw_update

__all__ = [
    "Conflict",
    "Facts",
    "Page",
    "Plan",
    "add_history",
    "add_membership",
    "add_organization",
    "affiliate",
    "change_organization",
    "edit_page",
    "end_affiliation",
    "end_link",
    "end_role",
    "give_role",
    "link_umbrella",
    "make_owner",
    "open_community",
    "open_planned",
    "post_update",
    "reset_second_factor",
    "retry_notice",
    "withdraw_update",
]

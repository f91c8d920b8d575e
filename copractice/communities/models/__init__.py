"""What a community stores, split by subject."""

from copractice.communities.models.community import (
    Community,
    Membership,
    Role,
    new_code,
    sort_key,
)
from copractice.communities.models.imports import Import, ImportFile
from copractice.communities.models.organizations import (
    Affiliation,
    AffiliationRole,
    Organization,
    OrganizationKind,
    OrganizationLink,
)
from copractice.communities.models.page import History, Update

__all__ = [
    "Affiliation",
    "AffiliationRole",
    "Community",
    "History",
    "Import",
    "ImportFile",
    "Membership",
    "Organization",
    "OrganizationKind",
    "OrganizationLink",
    "Role",
    "Update",
    "new_code",
    "sort_key",
]

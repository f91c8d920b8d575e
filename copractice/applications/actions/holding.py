"""What every act on an application begins with: the rows held, and the words for what came too late."""

from datetime import datetime

from django.utils.translation import gettext as _

from copractice.applications.models import Application, Part
from copractice.applications.queries.deadlines import Deadline
from copractice.applications.rules import is_call_running
from copractice.applications.states import ApplicationState
from copractice.communities.analysis.instants import in_words
from copractice.ledger.states import require


def held_application(application_id: int) -> Application:
    """Return an application with its row locked; every act on it or on its parts takes this lock first."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "call", "deadline_change").get(pk=application_id)


def held_part(part: Part) -> tuple[Application, Part]:
    """Return a part and its application, both locked, the application first."""
    application = held_application(part.application_id)
    rows = Part.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("community", "version", "owner", "deadline_change").get(pk=part.pk)
    row.application = application
    return application, row


def require_running(application: Application) -> None:
    """Refuse what needs an application that is a draft or sent, to a call that is not decided."""
    withdrawn = application.state == ApplicationState.WITHDRAWN
    require(
        not withdrawn, _("This application was withdrawn. Its lead can take that back until the deadline.")
    )
    settled = application.state not in (ApplicationState.DRAFT, ApplicationState.SUBMITTED)
    require(not settled and is_call_running(application.call), _("This application is settled already."))


def require_in_time(application: Application, deadline: Deadline, now: datetime) -> None:
    """Refuse what arrives after the grace, with the deadline and the way out."""
    told = {"deadline": in_words(deadline.at, deadline.zone), "address": _address(application)}
    require(
        not deadline.has_passed(now),
        _(
            "The deadline passed on %(deadline)s. Nothing that was written is lost. "
            "Ask the call team whether they give you more time: %(address)s."
        )
        % told,
    )


def _address(application: Application) -> str:
    contact = application.call.contact_email or application.community.contact_email
    return contact or _("their address is on the call's page")

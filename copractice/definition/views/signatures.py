"""Signing a commitment for an organization, writing down a signature on paper, ending one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from copractice.communities.queries.organizations import local_day
from copractice.communities.views.public import community_or_404
from copractice.communities.views.staff import form_page
from copractice.definition import rules
from copractice.definition.actions import signing
from copractice.definition.forms.signatures import PaperForm, SignForm
from copractice.definition.models import Commitment, CommitmentVersion, Signature
from copractice.definition.queries import commitments
from copractice.definition.queries.members import name_in
from copractice.definition.views.commitments import commitment_or_404, written_or_404
from copractice.ledger.forms import refusals_in
from copractice.ledger.states import Refused


def sign(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Read the text and sign it for one's organization."""
    now = timezone.now()
    row = commitment_or_404(request, slug, code)
    mine = commitments.signs_for(request.user, now).filter(community=row.community)
    if not mine.exists():
        raise Http404
    version = _published_or_refused(row)
    data = _with_version(request, version)
    form = SignForm(data, version=version, organizations=mine, name=name_in(request.user, row.community))
    if _act(request, form, signing.sign, version=version):
        messages.success(request, _("Your signature stands."))
        return redirect(row)
    return form_page(request, "definition/sign.html", row.community, form, commitment=row, version=version)


def record_paper(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write down a signature that was given on paper."""
    now = timezone.now()
    row = written_or_404(request, slug, code)
    version = _published_or_refused(row)
    data = _with_version(request, version)
    form = PaperForm(
        data,
        today=local_day(row.community, now),
        version=version,
        organizations=commitments.not_signed(row, now),
    )
    since = {"since": form.cleaned_data.get("since")} if form.is_valid() else {}
    if _act(request, form, signing.record_signature, version=version, **since):
        messages.success(request, _("The signature is on record."))
        return redirect(row)
    return form_page(request, "definition/paper.html", row.community, form, commitment=row, version=version)


@require_POST
def end(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a signature today."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = commitments.signatures_visible_to(request.user, now).filter(community=community)
    row: Signature = get_object_or_404(rows, code=code)
    if not rules.may_sign(request.user, row.organization, now) and not rules.may_write(
        request.user, community, now
    ):
        raise Http404
    signing.end_signature(signature=row, actor=request.user, now=now)
    messages.success(request, _("The signature has ended. That it stood is kept."))
    return redirect(row.version.commitment)


def _published_or_refused(row: Commitment) -> CommitmentVersion:
    version = commitments.published_of(row)
    if version is None:
        raise Refused(_("This commitment has no text to sign yet. Publish its draft first."))
    return version


def _with_version(request: HttpRequest, version: CommitmentVersion) -> Any:
    """Return what was typed, for the version that stands now: what was read is compared before signing."""
    if request.method != "POST":
        return None
    typed = request.POST.copy()
    typed["version"] = version.code
    return typed


def _act(
    request: HttpRequest,
    form: SignForm,
    action: Callable[..., Signature],
    *,
    version: CommitmentVersion,
    **more: object,
) -> bool:
    """Sign; say whether it was done, and leave the reason in the form when not."""
    if request.method != "POST" or not form.is_valid():
        return False
    if request.POST.get("version") != version.code:
        form.add_error(None, _("Another version was published meanwhile. Read it below, then sign it."))
        return False
    chosen = {"organization": form.cleaned_data["organization"], "signer": form.signer()}
    with refusals_in(form):
        action(version=version, **chosen, **more, actor=request.user, now=timezone.now())
    return form.is_valid()

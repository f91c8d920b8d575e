"""What a community's staff do: edit the page, post updates, give roles, read log and outbox."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from copractice.communities import actions, rules
from copractice.communities.forms import PageForm, RoleForm, UpdateForm
from copractice.communities.models import Community, Role
from copractice.communities.queries import communities, memberships, updates
from copractice.communities.views.public import A_PAGE, community_or_404
from copractice.ledger.actions import see
from copractice.ledger.forms import refusals_in
from copractice.ledger.queries import entries_of
from copractice.notices.queries import backlog_of, notices_of
from copractice.people.queries import has_second_factor


def run_or_404(request: HttpRequest, slug: str, now: datetime) -> Community:
    """Return the community of an address to its staff; to anyone else it is not there."""
    community = get_object_or_404(communities.visible_to(request.user), slug=slug)
    if not rules.may_run(request.user, community, now):
        raise Http404
    return community_or_404(request, slug)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the public page; what was typed comes back whenever it could not be saved."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = PageForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.edit_page(
                community=community,
                page=form.page(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=now,
            )
            messages.success(request, _("The page is saved and public."))
            return redirect(community)
    return form_page(request, "communities/edit.html", community, form)


def post_update(request: HttpRequest, slug: str) -> HttpResponse:
    """Write an update and post it."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = UpdateForm(request.POST or None, community=community)
    if request.method == "POST" and form.is_valid():
        update = actions.post_update(
            community=community,
            title=form.texts("title", community),
            body=form.texts("body", community),
            form_key=form.cleaned_data["form_key"],
            actor=request.user,
            now=now,
        )
        messages.success(request, _("The update is posted."))
        return redirect(update)
    return form_page(request, "communities/update_new.html", community, form)


@require_POST
def withdraw_update(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an update off the public page."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    update = get_object_or_404(updates.of_community(request.user, community), code=code)
    actions.withdraw_update(update=update, actor=request.user, now=now)
    messages.success(request, _("The update is no longer shown."))
    return redirect("updates", community.slug)


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """List who holds which role, now and before."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = memberships.visible_to(request.user, now).filter(community=community)
    page = Paginator(rows.order_by("sort_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {"community": community, "page": page, "now": now}
    return render(request, "communities/people.html", context)


def give_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a role to a person by their address."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.give_role(community=community, actor=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The role is given, and the person is told by e-mail."))
            return redirect("people", community.slug)
    return form_page(request, "communities/give_role.html", community, form)


@require_safe
def membership(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one role of a person with the address; that it was seen is kept."""
    now = timezone.now()
    community = community_or_404(request, slug)
    rows = memberships.visible_to(request.user, now).filter(community=community).select_related("person")
    row = get_object_or_404(rows, code=code)
    if row.person_id != request.user.pk:
        see(request.user, row, community_id=community.pk, at=now)
    may_end = row.until is None and rules.may_give_role(request.user, community, Role(row.role), now)
    may_reset = rules.may_reset_factors(request.user, row, now) and has_second_factor(row.person)
    context = {"community": community, "membership": row, "may_end": may_end, "may_reset": may_reset}
    return render(request, "communities/membership.html", context)


@require_POST
def end_role(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """End a role now."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    rows = memberships.visible_to(request.user, now).filter(community=community)
    actions.end_role(membership=get_object_or_404(rows, code=code), actor=request.user, now=now)
    messages.success(request, _("The role has ended."))
    return redirect("people", community.slug)


@require_POST
def reset_second_factor(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take the second factor off the account of a person who lost it."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    if Role.OWNER not in memberships.roles_of(request.user, community, now):
        raise Http404
    row = get_object_or_404(memberships.visible_to(request.user, now).filter(community=community), code=code)
    actions.reset_second_factor(membership=row, actor=request.user, now=now)
    messages.success(request, _("The second factor is taken away, and the person is told by e-mail."))
    return redirect(row)


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the acts of a community, the newest first, with the names behind the keys."""
    community = run_or_404(request, slug, timezone.now())
    page = Paginator(entries_of(community.pk), A_PAGE).get_page(request.GET.get("page"))
    names = memberships.names_by_key(community, [row.actor_key for row in page if row.actor_key])
    rows = [(entry, names.get(entry.actor_key, "")) for entry in page]
    context = {"community": community, "page": page, "rows": rows}
    return render(request, "communities/log.html", context)


@require_safe
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the community's outbox: what waits, what went, what is parked; never the text of a notice."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    backlog = backlog_of(community.pk, has_server=settings.MAIL_SERVER is not None)
    page = Paginator(notices_of(community.pk), A_PAGE).get_page(request.GET.get("page"))
    context = {"community": community, "page": page, "backlog": backlog, "age": backlog.age(now)}
    return render(request, "communities/notices.html", context)


@require_POST
def retry_notice(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Put a parked notice back into the queue."""
    now = timezone.now()
    community = run_or_404(request, slug, now)
    notice = get_object_or_404(notices_of(community.pk), message_id=code)
    actions.retry_notice(community=community, notice=notice, actor=request.user, now=now)
    messages.success(request, _("The message is in the queue again."))
    return redirect("notices", community.slug)


def form_page(
    request: HttpRequest, template: str, community: Community, form: object, **more: object
) -> HttpResponse:
    """Show a form, again with what was typed when it was refused."""
    status = 400 if request.method == "POST" else 200
    return render(request, template, {"community": community, "form": form, **more}, status=status)

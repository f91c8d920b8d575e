"""A call's words, dates and terms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from copractice.calls.actions.drafting import Dates, Terms
from copractice.calls.actions.versions import Words
from copractice.calls.models import Call, CallVersion
from copractice.communities.forms import LONGEST, TextsForm, WallTimeField, initial_texts
from copractice.communities.models import Community, new_code
from copractice.convening.models import Priority
from copractice.people.forms import zone_choices
from copractice.people.queries import is_time_zone

CODE = r"^[0-9a-hjkmnp-tv-z]{10}$"  # what `new_code` makes
LONGEST_GRACE = 24 * 60


def revision_field() -> forms.Field:
    """Return the hidden field that holds which revision the writer saw."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def code_field() -> forms.Field:
    """Return the hidden field by which a form that is sent twice is known."""
    return forms.RegexField(CODE, widget=forms.HiddenInput)


class WordsForm(TextsForm):
    """What a version of a call says; its title only until people have read it."""

    def __init__(self, data: Any = None, *, version: CallVersion, may_name: bool) -> None:
        self.community, self.call, self.may_name = version.call.community, version.call, may_name
        texts = {"title": version.call.title, "summary": version.summary, "text": version.text}
        super().__init__(
            data, initial=initial_texts(self.community, **texts) | {"revision": version.revision}
        )
        if may_name:
            self.ask("title", self.community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.ask("summary", self.community, label=_("Summary"), widget=forms.Textarea, longest=600)
        text = {"label": _("Text of the call"), "widget": forms.Textarea, "longest": LONGEST}
        self.ask("text", self.community, strip=False, **text)
        self.fields["revision"] = revision_field()

    def words(self) -> Words:
        """Return what was typed as the action takes it."""
        title = self.texts("title", self.community) if self.may_name else self.call.title
        return Words(title, self.texts("summary", self.community), self.texts("text", self.community))


class DatesForm(TextsForm):
    """A call's timetable, read off the clocks of one zone; a new call gets its title here too."""

    def __init__(self, data: Any = None, *, community: Community, call: Call | None = None) -> None:
        initial: dict[str, Any] = {"time_zone": community.time_zone, "grace_minutes": 30, "code": new_code()}
        if call:
            names = (
                "time_zone",
                "opens_at",
                "closes_at",
                "parties_by",
                "decides_by",
                "grace_minutes",
                "revision",
            )
            initial = {name: getattr(call, name) for name in names}
        super().__init__(data, initial=initial)
        self.community, zone = community, _zone(data, initial["time_zone"])
        if not call:
            self.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
        self.fields["time_zone"] = forms.ChoiceField(label=_("Time zone"), choices=zone_choices()[1:])
        self._ask_when("opens_at", zone, _("Opens"), _("Leave it empty to open the call yourself."))
        self._ask_when("closes_at", zone, _("Closes"), "", required=True)
        told = _("Until when parties that were invited in time may still complete their part.")
        self._ask_when("parties_by", zone, _("Parties complete by"), told)
        self._ask_when("decides_by", zone, _("Decisions by"), "")
        self.fields["grace_minutes"] = forms.IntegerField(
            label=_("Silent grace, in minutes"),
            min_value=0,
            max_value=LONGEST_GRACE,
            help_text=_("What arrives this long after the deadline still counts. No page says so."),
        )
        self.fields["revision" if call else "code"] = revision_field() if call else code_field()

    def title(self) -> dict[str, str]:
        """Return the title by language."""
        return self.texts("title", self.community)

    def dates(self) -> Dates:
        """Return what was typed as the action takes it."""
        names = ("time_zone", "opens_at", "closes_at", "parties_by", "decides_by", "grace_minutes")
        return Dates(**{name: self.cleaned_data[name] for name in names})

    def _ask_when(self, name: str, zone: str, label: Any, told: Any, *, required: bool = False) -> None:
        more = {"help_text": told} if told else {}
        self.fields[name] = WallTimeField(zone=zone, label=label, required=required, **more)


class TermsForm(TextsForm):
    """What holds for every application; of a call that people have read only whom to ask."""

    def __init__(
        self, data: Any = None, *, call: Call, priorities: Iterable[Priority], is_fixed: bool
    ) -> None:
        self.call, self.community = call, call.community
        self.priorities = {row.code: row for row in priorities}
        names = ("seats", "minimum_age", "contact_email", "revision")
        initial = {name: getattr(call, name) for name in names} | initial_texts(
            self.community, hotline=call.hotline
        )
        super().__init__(data, initial=initial | {"priority": call.priority.code if call.priority else ""})
        self._ask_fixed(is_fixed)
        told = _("Who helps at once, and how: a number to call or text. Youth read it where they write.")
        self.ask(
            "hotline", self.community, label=_("Hotline"), widget=forms.TextInput, longest=200, help_text=told
        )
        self.fields[f"hotline_{self.community.languages[0]}"].required = False
        self.fields["contact_email"] = forms.EmailField(label=_("Address for questions"))
        self.fields["revision"] = revision_field()

    def terms(self) -> Terms:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Terms(
            seats=data["seats"],
            minimum_age=data["minimum_age"],
            hotline=self.texts("hotline", self.community),
            contact_email=data["contact_email"],
            priority=self.priorities.get(data["priority"]),
        )

    def _ask_fixed(self, is_fixed: bool) -> None:
        self.fields["priority"] = forms.ChoiceField(
            label=_("Priority it grew from"), choices=named(self.priorities.values()), required=False
        )
        self.fields["seats"] = forms.IntegerField(
            label=_("Seats"), min_value=1, max_value=10_000, required=False
        )
        self.fields["minimum_age"] = forms.IntegerField(
            label=_("Youngest age"),
            min_value=14,
            max_value=24,
            help_text=_("From 14 to 24. Of someone younger nothing is stored, not even the attempt."),
        )
        for name in ("priority", "seats", "minimum_age"):
            self.fields[name].disabled = is_fixed


class WhyForm(TextsForm):
    """What a version changed and why, as it stands on the public page."""

    def __init__(self, data: Any = None, *, version: CallVersion) -> None:
        self.community = version.call.community
        super().__init__(data, initial={"revision": version.revision})
        self.ask("why", self.community, label=_("What changed, and why"), widget=forms.Textarea, longest=2000)
        self.fields["revision"] = revision_field()

    def why(self) -> dict[str, str]:
        """Return the reason by language."""
        return self.texts("why", self.community)


def named(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Return records as choices by code, named by the first language of their title; the first is none."""
    return [("", _("None")), *((row.code, next(iter(row.title.values()), row.code)) for row in rows)]


def _zone(data: Any, usual: str) -> str:
    """Return the zone in which the times of a form are meant: the chosen one, if it is one."""
    chosen = data.get("time_zone", "") if data else ""
    return chosen if is_time_zone(chosen) else usual

"""A definition as staff write it, put it to the members, and adopt it."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from copractice.communities.forms import TextsForm, WallTimeField, initial_texts
from copractice.communities.forms.page import LONGEST
from copractice.communities.models import Community
from copractice.convening.models import Priority
from copractice.definition.actions.drafting import Words
from copractice.definition.forms.choices import RecordChoice
from copractice.definition.models import Definition, DefinitionVersion


class Revision(forms.IntegerField):
    """The revision that the writer saw; 0 for what is not made yet."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def ask_name(form: TextsForm, community: Community, priorities: QuerySet[Priority]) -> None:
    """Add the name of a record and the priority that it grew from."""
    form.ask("title", community, label=_("Title"), widget=forms.TextInput, longest=120)
    form.fields["priority"] = RecordChoice(
        priorities,
        label=_("Grew from the priority"),
        empty_label=_("None"),
        help_text=_("It is shown on the page with a link: the chain begins there."),
    )


class VersionForm(TextsForm):
    """The text of a version, and what changed and why."""

    def __init__(
        self,
        data: Any = None,
        *,
        community: Community,
        draft: DefinitionVersion | None = None,
        before: DefinitionVersion | None = None,
    ) -> None:
        shown = draft or before
        initial = initial_texts(community, text=shown.text if shown else {}, why=draft.why if draft else {})
        super().__init__(data, initial=initial | {"revision": draft.revision if draft else 0})
        self.community = community
        self._ask_words(is_first=before is None)
        self.fields["revision"] = Revision()

    def _ask_words(self, *, is_first: bool) -> None:
        self.ask(
            "text",
            self.community,
            label=_("Text"),
            widget=forms.Textarea,
            longest=LONGEST,
            strip=False,
            help_text=_("A blank line begins a paragraph, a dash a list, *stars* stress a word."),
        )
        label = _("Why this text") if is_first else _("What changed, and why")
        self.ask("why", self.community, label=label, widget=forms.Textarea, longest=2000)

    def words(self) -> Words:
        """Return what was typed as the action takes it."""
        return Words(text=self.texts("text", self.community), why=self.texts("why", self.community))


class NewDefinitionForm(VersionForm):
    """A definition with its first version."""

    def __init__(self, data: Any = None, *, community: Community, priorities: QuerySet[Priority]) -> None:
        self.priorities = priorities
        super().__init__(data, community=community)
        del self.fields["revision"]

    def _ask_words(self, *, is_first: bool) -> None:
        ask_name(self, self.community, self.priorities)
        super()._ask_words(is_first=is_first)


class NameForm(TextsForm):
    """The name of a definition and the priority it grew from."""

    def __init__(self, data: Any = None, *, definition: Definition, priorities: QuerySet[Priority]) -> None:
        community = definition.community
        initial = initial_texts(community, title=definition.title)
        initial |= {"priority": definition.priority, "revision": definition.revision}
        super().__init__(data, initial=initial)
        ask_name(self, community, priorities)
        self.fields["revision"] = Revision()


class ConsultForm(forms.Form):
    """Until when members can answer."""

    revision = Revision()

    def __init__(self, data: Any = None, *, version: DefinitionVersion, now: datetime) -> None:
        super().__init__(data, initial={"revision": version.revision})
        self.now = now
        self.fields["until"] = WallTimeField(
            zone=version.community.time_zone, label=_("Members can answer until")
        )


class AdoptForm(TextsForm):
    """A note beside the adoption: where and how it was agreed."""

    def __init__(self, data: Any = None, *, community: Community) -> None:
        super().__init__(data)
        self.ask(
            "note",
            community,
            label=_("How it was agreed"),
            widget=forms.Textarea,
            longest=2000,
            help_text=_("The meeting, who was there, how you decided. It stands beside the text."),
        )
        for field in self.fields.values():
            field.required = False

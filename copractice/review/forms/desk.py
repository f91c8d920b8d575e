"""What staff type about reviewing: the plan, a reviewer, a tie, and the reason of an end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from copractice.calls.models import Call
from copractice.communities.forms import LineField, WallTimeField
from copractice.communities.models import Membership
from copractice.review.actions.planning import Terms
from copractice.review.actions.reviewers import Load
from copractice.review.actions.ties import Said
from copractice.review.models import Reviewer, ReviewPlan
from copractice.review.queries.ties import Applicant
from copractice.review.states import Grade, Perspective

LEAST_OF = {
    Perspective.BACKBONE: _("Fewest reviewers from the backbone, each"),
    Perspective.EMPLOYER: _("Fewest reviewers from employers, each"),
    Perspective.YOUTH: _("Fewest young reviewers, each"),
    Perspective.COMMUNITY: _("Fewest reviewers from the community, each"),
}


class PlanForm(forms.Form):
    """How a call is reviewed."""

    reviews_each = forms.IntegerField(
        label=_("Reviews for each application"), min_value=1, max_value=9, initial=3
    )

    def __init__(self, data: Any = None, *, call: Call, plan: ReviewPlan | None) -> None:
        names = ("reviews_each", "due_at", "hides_applicants", "shows_peers", "revision")
        initial = {name: getattr(plan, name) for name in names} if plan else {"revision": 0}
        super().__init__(data, initial=initial)
        self.fields["due_at"] = WallTimeField(zone=call.time_zone, label=_("Reviews are due"))
        for perspective, label in LEAST_OF.items():
            self.fields[f"least_{perspective}"] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=9,
                initial=plan.perspectives.get(perspective, 0) if plan else 0,
            )
        self.fields["hides_applicants"] = forms.BooleanField(
            required=False,
            label=_("Hide who applies from reviewers"),
            help_text=_("They read answers without the names of organizations. Answers may still tell."),
        )
        self.fields["shows_peers"] = forms.BooleanField(
            required=False,
            label=_("Show reviewers the other reviews after their own is sent"),
            help_text=_("Without names."),
        )
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1
        )

    def terms(self) -> Terms:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Terms(
            data["reviews_each"],
            data["due_at"],
            hides_applicants=data["hides_applicants"],
            shows_peers=data["shows_peers"],
            perspectives={str(one): data[f"least_{one}"] for one in LEAST_OF},
        )


class LoadForm(forms.Form):
    """From where somebody reviews, and how much."""

    perspective = forms.ChoiceField(label=_("Perspective"), choices=Perspective.choices)
    least = forms.IntegerField(label=_("Fewest reviews"), min_value=0, max_value=200, initial=0)
    most = forms.IntegerField(label=_("Most reviews"), min_value=0, max_value=200, initial=8)

    def __init__(self, data: Any = None, *, reviewer: Reviewer | None = None) -> None:
        names = ("perspective", "least", "most")
        super().__init__(data, initial={name: getattr(reviewer, name) for name in names} if reviewer else {})

    def clean(self) -> dict[str, Any]:
        """Refuse a least above the most."""
        data = super().clean() or {}
        if data.get("least", 0) > data.get("most", 200):
            self.add_error("most", _("Write at least as many as the fewest."))
        return data

    def load(self) -> Load:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Load(Perspective(data["perspective"]), data["least"], data["most"])


class ReviewerForm(LoadForm):
    """Who is to review, with perspective and loads."""

    def __init__(self, data: Any = None, *, people: Iterable[Membership]) -> None:
        super().__init__(data)
        self.people = {row.code: row for row in people}
        choices = [("", _("Choose a reviewer")), *((code, row.name) for code, row in self.people.items())]
        who = forms.ChoiceField(label=pgettext_lazy("who reviews", "Reviewer"), choices=choices)
        self.fields = {"who": who} | self.fields

    def membership(self) -> Membership:
        """Return who was chosen."""
        return self.people[self.cleaned_data["who"]]


class TieForm(forms.Form):
    """A tie that staff know of."""

    note = LineField(label=_("How do you know?"), max_length=300)

    def __init__(self, data: Any = None, *, applicants: Iterable[Applicant]) -> None:
        super().__init__(data)
        choices = [("", _("Choose one")), *((one.key, one.name) for one in applicants)]
        fields = {
            "applicant": forms.ChoiceField(label=_("Organization"), choices=choices),
            "grade": forms.ChoiceField(label=_("What it means"), choices=Grade.choices),
        }
        self.fields = fields | self.fields

    def said(self) -> Said:
        """Return what was typed as the action takes it."""
        data = self.cleaned_data
        return Said(data["applicant"], Grade(data["grade"]), data["note"])


class ReasonForm(forms.Form):
    """Why something ends."""

    reason = LineField(label=_("Reason"), max_length=300)


class ReassignForm(ReasonForm):
    """Who takes an application over, and why."""

    def __init__(self, data: Any = None, *, reviewers: Iterable[Reviewer]) -> None:
        super().__init__(data)
        self.reviewers = {row.code: row for row in reviewers}
        choices = [
            ("", _("Choose a reviewer")),
            *((code, row.membership.name) for code, row in self.reviewers.items()),
        ]
        self.fields = {"to": forms.ChoiceField(label=_("Give it to"), choices=choices)} | self.fields

    def to(self) -> Reviewer:
        """Return who was chosen."""
        return self.reviewers[self.cleaned_data["to"]]

"""Every component once, with made-up content: the page that shows how the site looks, and tests open."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from copractice.web import line, tokens

GROUNDS = ("paper", "card", "sunk", "bank")
USES = {
    "ink": gettext_lazy("Text"),
    "muted": gettext_lazy("Second text"),
    "river": gettext_lazy("Links, primary act"),
    "clay": gettext_lazy("Needs you"),
    "leaf": gettext_lazy("Done"),
    "sun-ink": gettext_lazy("Attention, text"),
    "plum": gettext_lazy("Data, group B"),
    "bronze": gettext_lazy("Data, group C"),
    "sun": gettext_lazy("Marks, never text"),
    "edge": gettext_lazy("Field borders, 3:1"),
}
ICONS = (
    *("done", "half", "open", "clock", "alert", "cross", "plus", "dash", "pencil", "hidden", "bell", "lock"),
    *(
        "info",
        "out",
        "down",
        "back",
        "menu",
        "download",
        "file",
        "picture",
        "phone",
        "person",
        "house",
        "tick",
    ),
)
TINTS = {"ink": "sunk", "muted": "sunk", "sun-ink": "sun-tint", "sun": "", "edge": ""}


@dataclass(frozen=True)
class Swatch:
    """One color in one set: its value, its use, its contrast on paper and on its tint."""

    name: str
    value: str
    use: str = ""
    on_paper: float | None = None
    tint: str = ""
    tint_value: str = ""
    on_tint: float | None = None


@dataclass(frozen=True)
class ColorSet:
    """The light set or the dark one."""

    theme: str
    grounds: list[Swatch]
    inks: list[Swatch]


class ExampleForm(forms.Form):
    """Fields in each of their states."""

    name = forms.CharField(
        label=gettext_lazy("Name of the program"), help_text=gettext_lazy("As the public knows it.")
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Paid hours a week"), help_text=gettext_lazy("A whole number.")
    )
    start = forms.DateField(
        label=gettext_lazy("Start date"),
        help_text=gettext_lazy("Like June 5, 2023."),
        input_formats=["%B %d, %Y"],
        error_messages={"invalid": gettext_lazy("June has 30 days. Write a date up to June 30.")},
    )
    umbrella = forms.CharField(
        label=gettext_lazy("Umbrella"),
        help_text=gettext_lazy("Set by the call."),
        disabled=True,
        initial="Example Museums Alliance",
    )
    day = forms.CharField(
        label=gettext_lazy("Tell us about one day at work when you learned something"),
        help_text=gettext_lazy("Four or five sentences are plenty. Spelling does not count."),
        widget=forms.Textarea,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letters"),
        choices=[("en", "English"), ("es", "Español")],
        widget=forms.RadioSelect,
    )


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component with one example."""
    context = {
        "color_sets": [color_set("light"), color_set("dark")],
        "call_line": line.stations(call_places(), here="convene"),
        "practice_line": line.stations(practice_places(), here="practice"),
        "form": example_form(),
        "deadline": datetime(2023, 3, 20, 4, 59, tzinfo=UTC),
        "type_sizes": type_sizes(),
        "icons": ICONS,
    }
    return render(request, "web/styleguide.html", context)


def color_set(theme: str) -> ColorSet:
    """Return one set of colors with its contrasts, computed from the style sheet."""
    known = tokens.colors()

    def value(name: str) -> str:
        return known[name].dark if theme == "dark" else known[name].light

    def ink(name: str) -> Swatch:
        tint = TINTS.get(name, f"{name}-tint")
        return Swatch(
            name=name,
            value=value(name),
            use=str(USES[name]),
            on_paper=tokens.ratio(known[name], known["paper"], theme),
            tint=tint,
            tint_value=value(tint) if tint else "",
            on_tint=tokens.ratio(known[name], known[tint], theme) if tint else None,
        )

    return ColorSet(theme, [Swatch(name, value(name)) for name in GROUNDS], [ink(name) for name in USES])


def call_places() -> dict[str, line.Place]:
    """Return a line whose call is open."""
    done = line.State.DONE
    current = line.Place(
        line.State.CURRENT,
        _("now open"),
        url="#line",
        doing=_("is open"),
        figure="4",
        figure_words=_("days left"),
    )
    return {
        "convene": line.Place(done, _("6 priorities"), _("6 priorities from 150 members"), url="#line"),
        "define": line.Place(done, _("version 4"), _("Version 4 adopted, 17 signed"), url="#line"),
        "call": current,
        "apply": line.Place(line.State.LATER, _("16 started")),
        "review": line.Place(line.State.LATER, _("from March 27")),
        "select": line.Place(line.State.LATER, _("April 21")),
        "practice": line.Place(line.State.LATER, _("June to March")),
        "recommend": line.Place(line.State.LATER, _("as they learn")),
        "report": line.Place(line.State.LATER, _("spring 2024")),
    }


def practice_places() -> dict[str, line.Place]:
    """Return a line whose cohort is at work."""
    done = {key: line.Place(line.State.DONE, _("done"), url="#line") for key in list(line.STAGES)[:6]}
    return done | {
        "practice": line.Place(line.State.CURRENT, _("under way"), url="#line", doing=_("is under way"))
    }


def example_form() -> ExampleForm:
    """Return the form as somebody sent it, with one answer that needs a change."""
    typed = {
        "name": "Summer Bench",
        "hours": "12",
        "start": "June 31, 2023",
        "day": _("The wind tunnel stopped. We checked the plug, then the belt, and the belt was loose."),
        "language": "en",
    }
    return ExampleForm(typed, auto_id="example_%s")


def type_sizes() -> list[tuple[str, str, str]]:
    """Return each size of type: its class, its pixels, a sentence set in it."""
    return [
        ("figure", "58/58", _("9 of 17")),
        ("h1", "54/58", _("Then we practice it")),
        ("h2", "32/38", _("Where all three groups agree")),
        ("h3", "23/29", _("Finish your part of the application")),
        ("lead", "20/30", _("Leaders and employed youth met 20 times.")),
        ("text", "17/26", _("One application has three parts. Each has one owner.")),
        ("small", "15/22", _("5 of 8 questions answered, about 15 minutes left")),
        ("micro", "14/20", _("17 adopted or adapted, as of April 30, 2024")),
    ]

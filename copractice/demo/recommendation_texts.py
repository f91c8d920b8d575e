"""What people of the demo's cohorts learned and recommended, and what their organizations made of it."""

from dataclasses import dataclass
from typing import Literal

# S adopted, T adapted, both with evidence; A adopted, P adapted, with a step to come; D declined; O not answered.
Outcome = Literal["S", "T", "A", "P", "D", "O"]


@dataclass(frozen=True)
class Advice:
    """One recommendation: title and text, what became of it, the reason, the step with its kind, what shows it."""

    title: str
    text: str
    outcome: Outcome
    reason: str = ""
    step: str = ""
    kind: str = "other"
    shown: str = ""


@dataclass(frozen=True)
class Learned:
    """What somebody learned, and what they made of it."""

    text: str
    advice: tuple[Advice, ...]
    language: str = "en"


YOUTH = (
    Learned(
        "Short notice costs attendance. We get our shifts on Friday for Monday, and then somebody has no bus.",
        (
            Advice(
                "Post our shifts two weeks ahead",
                "We get our shifts on Friday for Monday. I cannot plan my bus, my classes or my family.",
                "T",
                "Ten days, not fourteen. Our evening events are booked ten days out, and I will not promise what "
                "I cannot keep.",
                "Shifts stand in the staff calendar ten days ahead, for all youth jobs",
                "supervision",
                "The calendar of three months: on time in 12 of 13 weeks.",
            ),
            Advice(
                "Let us trade shifts on our phones",
                "If somebody cannot come, we find each other faster than a manager finds us.",
                "A",
                "",
                "Try a shared list for trades with one team",
                "supervision",
            ),
        ),
    ),
    Learned(
        "Nobody could say what the pay will be after the trial month. Others have it on one page.",
        (
            Advice(
                "Write the steps of our pay on one page",
                "What do we get now, after the trial month, and after a year? One page on the wall would do.",
                "S",
                "",
                "One page with all steps of pay, handed out on the first day",
                "pay",
                "The page as a file, signed by the director and handed to 11 young people.",
            ),
        ),
    ),
    Learned(
        "Aprendí que puedo preguntar antes de usar una máquina, si sé a quién.",
        (
            Advice(
                "Digan a quién preguntar en cada turno",
                "Una foto y un nombre en la puerta bastan. Así nadie prueba solo una máquina.",
                "S",
                "",
                "A name beside every machine, changed with each shift",
                "safety",
                "Pictures of four doors; no near miss was noted in two months.",
            ),
        ),
        "es",
    ),
    Learned(
        "When we speak first in a meeting, adults write it down. When we speak last, it is over.",
        (
            Advice(
                "Begin the staff meeting with us",
                "Ten minutes at the start, once a month, for those who work with visitors.",
                "S",
                "",
                "Ten minutes of youth at the start of each monthly meeting",
                "governance",
                "Minutes of five meetings; three points of ours were decided.",
            ),
            Advice(
                "Put one of us on the board",
                "Somebody under 25 should vote where it is decided what we do.",
                "D",
                "Our bylaws and the law ask for members who are 18 and answer with their name. We looked for a way "
                "and found none this year. You can come to each meeting and speak.",
            ),
        ),
    ),
    Learned(
        "In the other lab they let you shadow somebody for a week. You see what the job could become.",
        (
            Advice(
                "Give everybody a week beside somebody",
                "One week in another team, paid, before we choose where we stay.",
                "P",
                "Three days, twice a year, since a team of four cannot spare a week.",
                "Plan the first three days for June",
                "curriculum",
            ),
        ),
    ),
    Learned(
        "A bus card costs less than finding somebody new.",
        (
            Advice(
                "Pay for the bus card",
                "Half of us pay more than an hour's wage to come to a shift of four hours.",
                "S",
                "",
                "Bus cards for everybody in a youth job",
                "pay",
                "The invoice of the first quarter: 14 cards.",
            ),
        ),
    ),
    Learned(
        "Feedback once a year is a surprise. Twice a month it is a talk.",
        (
            Advice(
                "Talk with each of us twice a month",
                "Ten minutes: what went well, what is next. Not only when something is wrong.",
                "A",
                "",
                "Each supervisor puts two talks a month into the calendar",
                "supervision",
            ),
        ),
    ),
    Learned(
        "The forms on the first day ask everything twice.",
        (
            Advice(
                "Make the first day less paper",
                "Send the forms a week before, in Spanish too, and show us the place instead.",
                "O",
            ),
        ),
    ),
    Learned(
        "People guess where I am from. In the session we practiced what to say, and what a leader says.",
        (
            Advice(
                "Teach the floor leads what to say",
                "When a visitor says something to one of us, a lead should speak, not we.",
                "D",
                "We want this, but the course we know has no place before next year. We say no to a date that we "
                "cannot keep, and ask you to offer it again in spring.",
            ),
        ),
    ),
    Learned(
        "I do more when I see what my work is for.",
        (
            Advice(
                "Show us what the data is used for",
                "We count plants for months. Somebody should show us the map that comes of it.",
                "O",
            ),
        ),
    ),
)

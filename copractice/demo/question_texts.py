"""What the demo's calls ask their parties, in both languages."""

from copractice.calls.actions.questions import Ask
from copractice.calls.states import Audience, Party, QuestionKind

K, A = QuestionKind, Audience
MEETING = (
    {"en": "Once a month", "es": "Una vez al mes"},
    {"en": "When we are asked", "es": "Cuando se pide"},
)
TIMES = ({"en": "After school", "es": "Después de clases"}, {"en": "On Saturdays", "es": "Los sábados"})
ASKS: dict[Party, list[Ask]] = {
    Party.EMPLOYER: [
        Ask(
            {
                "en": "What do young people do at your place, and what do they learn?",
                "es": "¿Qué hacen las personas jóvenes en su institución y qué aprenden?",
            },
            K.LONG,
            A.REVIEWERS,
            limit=200,
        ),
        Ask(
            {"en": "Name of the program or job", "es": "Nombre del programa o empleo"},
            K.SHORT,
            A.PARTIES,
            limit=12,
        ),
        Ask(
            {
                "en": "How many young people did you employ last year?",
                "es": "¿A cuántas personas jóvenes empleó el año pasado?",
            },
            K.NUMBER,
            A.REVIEWERS,
            smallest=0,
            largest=500,
        ),
        Ask(
            {
                "en": "What do you want to change in these ten months?",
                "es": "¿Qué quiere cambiar en estos diez meses?",
            },
            K.LONG,
            A.REVIEWERS,
            limit=150,
        ),
    ],
    Party.UMBRELLA: [
        Ask(
            {"en": "How will you back this institution?", "es": "¿Cómo respaldará a esta institución?"},
            K.LONG,
            A.REVIEWERS,
            limit=150,
        ),
        Ask(
            {
                "en": "How often will you meet its leader?",
                "es": "¿Con qué frecuencia se reunirá con quien la dirige?",
            },
            K.CHOICE,
            A.PARTIES,
            choices=MEETING,
        ),
    ],
    Party.YOUTH: [
        Ask(
            {
                "en": "What did you learn at work that was new to you?",
                "es": "¿Qué aprendiste en el trabajo que era nuevo para ti?",
            },
            K.LONG,
            A.REVIEWERS,
            limit=120,
        ),
        Ask(
            {"en": "Your job, in your own words", "es": "Tu trabajo, en tus propias palabras"},
            K.SHORT,
            A.REVIEWERS,
            limit=8,
        ),
        Ask(
            {"en": "When could you come to a session?", "es": "¿Cuándo podrías venir a una sesión?"},
            K.CHOICE,
            A.STAFF,
            choices=TIMES,
        ),
        Ask(
            {
                "en": "A note to yourself: why do you apply?",
                "es": "Una nota para ti: ¿por qué postulas?",
            },
            K.LONG,
            A.OWN,
            is_required=False,
            limit=80,
        ),
    ],
}
SURPRISED = Ask(  # the first question to youth, as the second version words it
    {
        "en": "What did you learn at work that surprised you? Three sentences are enough.",
        "es": "¿Qué aprendiste en el trabajo que te sorprendió? Tres frases bastan.",
    },
    K.LONG,
    A.REVIEWERS,
    limit=120,
)
ANSWERED = Ask(  # what the third version of B asks of the employer besides
    {
        "en": "Who at your place answers when a young person gives advice?",
        "es": "¿Quién responde en su institución cuando una persona joven da un consejo?",
    },
    K.SHORT,
    A.REVIEWERS,
    limit=20,
)

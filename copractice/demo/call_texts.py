"""Every word of the demo's three calls, in both languages; all of it ours, none of it real."""

from copractice.calls.actions.rubric import Measure
from copractice.calls.states import Party

Words = dict[str, str]

TITLES: dict[str, Words] = {
    "A": {"en": "Call for Demo Cohort A", "es": "Convocatoria para el grupo demo A"},
    "B": {"en": "Call for Demo Cohort B", "es": "Convocatoria para el grupo demo B"},
    "C": {"en": "Call for Demo Cohort C", "es": "Convocatoria para el grupo demo C"},
}
SUMMARIES: dict[str, Words] = {
    "A": {
        "en": "Ten months of learning together for institutions that teach science and technology.",
        "es": "Diez meses de aprender juntos para instituciones que enseñan ciencia y tecnología.",
    },
    "B": {
        "en": "For institutions that employ young people, with their umbrella organization and one or two of "
        "the youth they employ.",
        "es": "Para instituciones que emplean a jóvenes, con su organización paraguas y una o dos de las "
        "personas jóvenes que emplean.",
    },
    "C": {
        "en": "We seek ten institutions that offer young people paid work, their umbrella organizations and "
        "the youth they employ.",
        "es": "Buscamos diez instituciones que ofrezcan trabajo pagado a jóvenes, sus organizaciones paraguas "
        "y las personas jóvenes que emplean.",
    },
}
TEXT_OF_A: Words = {
    "en": (
        "## Who may apply\n\nAny institution of the region that teaches science or technology out of school.\n\n"
        "## What you get\n\nTwenty sessions, peer visits, and a small grant for one change at your place."
    ),
    "es": (
        "## Quién puede postular\n\nToda institución de la región que enseñe ciencia o tecnología fuera de la "
        "escuela.\n\n## Qué recibe\n\nVeinte sesiones, visitas entre pares y una pequeña ayuda para un cambio "
        "en su institución."
    ),
}
TEXT: Words = {
    "en": (
        "## Who may apply\n\n"
        "An institution that employs people from 14 to 24, together with the umbrella organization it belongs "
        "to and one or two of the young people who work there.\n\n"
        "## What is asked of you\n\n"
        "Two sessions a month for ten months. Young people are paid for the hours at their usual wage, and the "
        "bus is paid both ways.\n\n"
        "## How we choose\n\n"
        "At least three people read each application with the rubric below. Who decides, and why, is written "
        "to you."
    ),
    "es": (
        "## Quién puede postular\n\n"
        "Una institución que emplee a personas de 14 a 24 años, junto con la organización paraguas a la que "
        "pertenece y una o dos de las personas jóvenes que trabajan allí.\n\n"
        "## Qué se le pide\n\n"
        "Dos sesiones al mes durante diez meses. A las personas jóvenes se les pagan esas horas con su sueldo "
        "habitual, y el autobús de ida y vuelta.\n\n"
        "## Cómo elegimos\n\n"
        "Al menos tres personas leen cada solicitud con la rúbrica de abajo. Quién decide, y por qué, se le "
        "escribe."
    ),
}
HOTLINE: Words = {
    "en": "Call or text 314-555-0199, day or night. This number is made up; in danger call 911.",
    "es": "Llama o escribe al 314-555-0199, de día o de noche. Este número es inventado; en peligro llama al 911.",
}
INTROS: dict[Party, Words] = {
    Party.EMPLOYER: {
        "en": "You lead the application: you invite the others, and you send it.",
        "es": "Usted dirige la solicitud: invita a los demás y la envía.",
    },
    Party.UMBRELLA: {
        "en": "You say how you stand behind the institution, in your own part.",
        "es": "Usted dice cómo respalda a la institución, en su propia parte.",
    },
    Party.YOUTH: {
        "en": "Your employer never reads what you write here.",
        "es": "Tu empleador nunca lee lo que escribes aquí.",
    },
}
WHY_SURPRISED: Words = {
    "en": "At the information session young people told us that “new” sounds like a test. Nobody has to write "
    "anything again.",
    "es": "En la sesión informativa las personas jóvenes nos dijeron que «nuevo» suena a examen. Nadie tiene que "
    "volver a escribir nada.",
}
WHY_ANSWERED: Words = {
    "en": "The priority “Advice from youth that gets an answer” had no question. It has one now.",
    "es": "La prioridad «Consejos de jóvenes que reciben respuesta» no tenía pregunta. Ahora la tiene.",
}
REASON_OF_B: Words = {
    "en": "The storm closed schools and libraries for a week, and many could not meet the youth they employ.",
    "es": "La tormenta cerró escuelas y bibliotecas una semana, y muchas instituciones no pudieron reunirse con "
    "las personas jóvenes que emplean.",
}
REASON_OF_C: Words = {
    "en": "Most applications still wait for a young person or a guardian, and schools are in their exam weeks.",
    "es": "La mayoría de las solicitudes espera a una persona joven o a un familiar responsable, y en las "
    "escuelas hay exámenes.",
}
LETTERS = [("nothing yet", "nada todavía"), ("a first step", "un primer paso"), ("part of it", "una parte")]
LETTERS += [("most of it", "la mayor parte"), ("all of it, shown by an example", "todo, con un ejemplo")]
ANCHORS: tuple[Words, ...] = tuple(
    {"en": f"The answer shows {en}.", "es": f"La respuesta muestra {es}."} for en, es in LETTERS
)
# title, description, weight, party and numbers of the questions that speak to it, position of the priority
CRITERIA: list[tuple[Words, Words, int, Party, list[int], int]] = [
    (
        {"en": "Work that teaches", "es": "Trabajo que enseña"},
        {
            "en": "Young people do real work and learn from it.",
            "es": "Las personas jóvenes hacen trabajo real y aprenden de él.",
        },
        3,
        Party.EMPLOYER,
        [1, 3],
        1,
    ),
    (
        {"en": "A change worth ten months", "es": "Un cambio que vale diez meses"},
        {
            "en": "The institution names one thing that it will do differently.",
            "es": "La institución nombra una cosa que hará de otra manera.",
        },
        2,
        Party.EMPLOYER,
        [4],
        2,
    ),
    (
        {"en": "Backing from above", "es": "Respaldo de arriba"},
        {
            "en": "The umbrella organization says what it will do, and how often it asks.",
            "es": "La organización paraguas dice qué hará y con qué frecuencia pregunta.",
        },
        1,
        Party.UMBRELLA,
        [1],
        6,
    ),
    (
        {"en": "What youth say", "es": "Lo que dicen las personas jóvenes"},
        {
            "en": "It informs readers and never enters a total.",
            "es": "Informa a quienes leen y nunca entra en un total.",
        },
        0,
        Party.YOUTH,
        [1, 2],
        3,
    ),
]
FAQS: dict[str, list[tuple[Words, Words]]] = {
    "A": [],
    "B": [
        (
            {
                "en": "May an umbrella organization apply for several institutions?",
                "es": "¿Puede una organización paraguas postular con varias instituciones?",
            },
            {
                "en": "Yes. It fills a part of its own in each application.",
                "es": "Sí. Completa una parte propia en cada solicitud.",
            },
        ),
    ],
    "C": [
        (
            {
                "en": "Does my employer read what I write?",
                "es": "¿Lee mi empleador lo que escribo?",
            },
            {
                "en": "No. Your employer sees “done” or “not done”, and nothing else.",
                "es": "No. Tu empleador ve «listo» o «no listo», y nada más.",
            },
        ),
        (
            {
                "en": "I am 16 and have no e-mail. Can I apply?",
                "es": "Tengo 16 años y no tengo correo. ¿Puedo postular?",
            },
            {
                "en": "Yes. Your employer prints a code for you, and your guardian can say yes on paper.",
                "es": "Sí. Tu empleador imprime un código para ti, y tu familiar responsable puede decir que sí "
                "en papel.",
            },
        ),
        (
            {
                "en": "We have no umbrella organization. May we apply?",
                "es": "No tenemos organización paraguas. ¿Podemos postular?",
            },
            {
                "en": "Ask us. Three of the four umbrella organizations of the region take new members.",
                "es": "Pregúntenos. Tres de las cuatro organizaciones paraguas de la región aceptan miembros.",
            },
        ),
        (
            {
                "en": "The young person we named has left. What now?",
                "es": "La persona joven que nombramos se fue. ¿Y ahora?",
            },
            {
                "en": "Replace them on the application’s page and say why. Nothing else is lost.",
                "es": "Reemplácela en la página de la solicitud y diga por qué. Nada más se pierde.",
            },
        ),
    ],
}
EVENING: Words = {"en": "Questions and answers", "es": "Preguntas y respuestas"}
BY_VIDEO: Words = {"en": "By video, with captions", "es": "Por video, con subtítulos"}
IN_LIBRARY: Words = {
    "en": "Example Arch Street Library Lab, reading room",
    "es": "Example Arch Street Library Lab, sala de lectura",
}


def measure_of(row: tuple[Words, Words, int, Party, list[int], int], keys: list[str]) -> Measure:
    """Return a criterion as it is measured; the priority it grew from is added by who knows it."""
    title, description, weight, _party, _numbers, _position = row
    return Measure(title, description, weight, not weight, ANCHORS, keys)

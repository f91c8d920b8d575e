"""What the demo's cohort B was asked, and what people wrote: all of it made up by us."""

from copractice.cohorts.queries.assessments import Item
from copractice.cohorts.states import ItemKind
from copractice.demo.texts import Words

BASELINE: Words = {"en": "Baseline of our workplaces", "es": "Línea de base de nuestros lugares de trabajo"}
ENDLINE: Words = {
    "en": "Our workplaces, ten months later",
    "es": "Nuestros lugares de trabajo, diez meses después",
}
EXIT_SURVEY: Words = {"en": "Exit survey", "es": "Encuesta de salida"}
TOOLS: Words = {"en": "Which tools do you still use?", "es": "¿Qué herramientas usas todavía?"}
HALF_A_YEAR: Words = {
    "en": "Where are you now? Six months after the job",
    "es": "¿Dónde estás ahora? Seis meses después del empleo",
}
A_YEAR: Words = {"en": "One year after we began", "es": "Un año después de empezar"}
SOURCE = "Demo domains, edition 1; no licensed instrument"
TOOL_QUESTIONS = [
    Item(
        "q1",
        {
            "en": "I still use the ten questions for a first week.",
            "es": "Todavía uso las diez preguntas para la primera semana.",
        },
        ItemKind.SCALE,
    ),
    Item(
        "q2",
        {"en": "What did you stop using, and why?", "es": "¿Qué dejaste de usar y por qué?"},
        ItemKind.TEXT,
    ),
]
A_YEAR_QUESTIONS = [
    Item(
        "q1",
        {"en": "I would tell a friend to join.", "es": "Le diría a una amistad que participe."},
        ItemKind.SCALE,
    ),
    Item(
        "q2",
        {
            "en": "Something where I work is different because of the cohort.",
            "es": "Algo en mi trabajo es distinto gracias a la cohorte.",
        },
        ItemKind.SCALE,
    ),
    Item("q3", {"en": "What is different?", "es": "¿Qué es distinto?"}, ItemKind.TEXT),
]
ADULTS_WROTE = [
    ("Start an hour later. Half of us came straight from a shift.", "en"),
    ("Bring our directors in once, early. They answer for what we recommend.", "en"),
    ("Más visitas a otros lugares; ahí fue donde más aprendí.", "es"),
    ("Fewer forms at the start.", "en"),
]
YOUTH_WROTE = [
    ("Pay us for the time, like the jobs do.", "en"),
    ("Let us choose two of the topics.", "en"),
    ("Que haya más sesiones los sábados.", "es"),
    ("Snacks that are not only chips.", "en"),
    ("Tell us sooner what became of our advice.", "en"),
]
YOUTH_NEED = [
    ("Someone who looks at my resume.", "en"),
    ("A bus pass until the next job starts.", "en"),
    ("Saber qué cursos pagan mientras aprendes.", "es"),
]

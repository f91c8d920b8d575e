"""Assessments to start from, in the languages that we write: names and questions of our own, free to change.

Licensed instruments are named by staff and scored; their text is not kept here, nor anywhere on this site.
"""

from copractice.cohorts.queries.assessments import Item, Option
from copractice.cohorts.states import ItemKind

Words = dict[str, str]

DOMAINS: list[Words] = [
    {"en": "Safe environment", "es": "Entorno seguro"},
    {"en": "Welcome and belonging", "es": "Bienvenida y pertenencia"},
    {"en": "Mentors and supervision", "es": "Mentores y supervisión"},
    {"en": "Skills that grow", "es": "Habilidades que crecen"},
    {"en": "Youth have a say", "es": "La juventud decide"},
]
TITLES: dict[str, Words] = {
    "baseline": {"en": "Baseline", "es": "Línea de base"},
    "endline": {"en": "Endline", "es": "Medición final"},
    "exit": {"en": "Exit survey", "es": "Encuesta de salida"},
    "later": {"en": "Follow-up", "es": "Encuesta de seguimiento"},
    "empty": {},
}
EXIT = [
    Item("q1", {"en": "Was it worth your time?", "es": "¿Valió la pena su tiempo?"}, ItemKind.SCALE),
    Item(
        "q2",
        {
            "en": "I learned something that I use at work.",
            "es": "Aprendí algo que uso en el trabajo.",
        },
        ItemKind.SCALE,
    ),
    Item("q3", {"en": "My voice counted here.", "es": "Mi voz contó aquí."}, ItemKind.SCALE),
    Item(
        "q4",
        {"en": "Which resource helped you most?", "es": "¿Qué recurso le ayudó más?"},
        ItemKind.CHOICE,
        (
            Option("a", {"en": "The sessions", "es": "Las sesiones"}),
            Option("b", {"en": "Visits to other places", "es": "Las visitas a otros lugares"}),
            Option("c", {"en": "Guides and handouts", "es": "Las guías y materiales"}),
            Option("d", {"en": "People I met", "es": "Las personas que conocí"}),
            Option("e", {"en": "None of these", "es": "Ninguno de estos"}),
        ),
    ),
    Item(
        "q5",
        {
            "en": "What should the next cohort do differently?",
            "es": "¿Qué debería hacer distinto la próxima cohorte?",
        },
        ItemKind.TEXT,
    ),
]
LATER = [
    Item(
        "q1",
        {"en": "What do you do now?", "es": "¿Qué hace ahora?"},
        ItemKind.CHOICE,
        (
            Option("a", {"en": "I work", "es": "Trabajo"}),
            Option("b", {"en": "I am in training", "es": "Estoy en formación"}),
            Option("c", {"en": "I go to school or college", "es": "Estudio"}),
            Option("d", {"en": "None of these right now", "es": "Nada de esto por ahora"}),
        ),
    ),
    Item(
        "q2",
        {
            "en": "I still use what I learned in the cohort.",
            "es": "Todavía uso lo que aprendí en la cohorte.",
        },
        ItemKind.SCALE,
    ),
    Item(
        "q3",
        {"en": "What would help you now?", "es": "¿Qué le ayudaría ahora?"},
        ItemKind.TEXT,
    ),
]
QUESTIONS = {"exit": EXIT, "later": LATER, "empty": []}

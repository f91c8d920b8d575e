"""The statements of the demo's convening, all ours, and how likely each of three outlooks is to agree.

Work first (pay, hours, access), learning first (depth, quality), reach first (place, language).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One statement, its language, and the chance of agreement in each of the three outlooks."""

    text: str
    agree: tuple[float, float, float]
    language: str = "en"
    state: str = "accepted"


LINES = [
    Line("Young people should be paid for the hours they spend in sessions.", (0.94, 0.84, 0.9)),
    Line("A first job should come with a supervisor who has time for it.", (0.95, 0.8, 0.86)),
    Line("We need one shared definition of a good program, written in plain words.", (0.82, 0.95, 0.84)),
    Line("Adult leaders should be paid for the time they spend in training.", (0.9, 0.86, 0.72)),
    Line("A mentor who stays a full year matters more than any kit.", (0.8, 0.92, 0.82)),
    Line("Programs should pay for the bus, both ways.", (0.86, 0.62, 0.95)),
    Line("An organization should say in public what it promises, and when it missed.", (0.86, 0.88, 0.81)),
    Line("Hay que ofrecer los programas también en español.", (0.7, 0.64, 0.96), "es"),
    Line("Every program in the region should teach the same core curriculum.", (0.24, 0.82, 0.34)),
    Line("Measure learning with a test at the beginning and at the end.", (0.28, 0.8, 0.22)),
    Line("Use one definition of quality, but let each site choose how to show it.", (0.71, 0.78, 0.69)),
    Line("Summer is for jobs; the school year is for clubs.", (0.8, 0.24, 0.2)),
    Line("A paid job teaches more science than a free workshop.", (0.88, 0.2, 0.32)),
    Line("Employers should choose the youth they take.", (0.74, 0.48, 0.12)),
    Line("Places should go first to neighborhoods that have no program today.", (0.32, 0.34, 0.95)),
    Line("A lottery is fairer than an essay.", (0.28, 0.16, 0.8)),
    Line("Libraries should keep equipment that any program can borrow.", (0.74, 0.72, 0.82)),
    Line("One calendar for the whole region would save everybody time.", (0.7, 0.68, 0.76)),
    Line("Youth should sit at the table where the money is decided.", (0.84, 0.58, 0.83)),
    Line("If a young person gives advice at work, someone must answer it.", (0.93, 0.79, 0.88)),
    Line("Los padres deben saber quién ve los datos de sus hijos.", (0.8, 0.82, 0.92), "es"),
    Line("We talk about equity more than we practice it.", (0.76, 0.6, 0.84)),
    Line("Programs should close on time; families plan around it.", (0.62, 0.64, 0.7)),
    Line("Certificates open doors only if employers know them.", (0.88, 0.66, 0.46)),
    Line("Robotics gets too much of the money.", (0.26, 0.3, 0.78)),
    Line("A program with fewer youth and more depth is worth more.", (0.36, 0.86, 0.18)),
    Line("Numbers without stories convince nobody.", (0.6, 0.66, 0.68)),
    Line("Stories without numbers convince nobody.", (0.56, 0.72, 0.4)),
    Line("Every site needs a quiet room.", (0.5, 0.62, 0.66)),
    Line("Food should be part of every session.", (0.78, 0.6, 0.88)),
    Line("Leaders should visit one another's programs twice a year.", (0.56, 0.86, 0.6)),
    Line("Volunteers are not a plan.", (0.86, 0.5, 0.34)),
    Line("A safe ride home matters more than a new laser cutter.", (0.82, 0.5, 0.93)),
    Line("Work permits are too hard to get for a fifteen-year-old.", (0.82, 0.42, 0.6)),
    Line("Hospitals and labs should open their doors for a week each year.", (0.72, 0.74, 0.66)),
    Line("Girls-only sessions should exist wherever girls ask for them.", (0.6, 0.58, 0.64)),
    Line("Reports should be short enough to read on the bus.", (0.7, 0.54, 0.8)),
    Line("El transporte decide quién puede participar.", (0.74, 0.52, 0.95), "es"),
    Line("Teachers should be paid to help programs plan with the school.", (0.62, 0.8, 0.56)),
    Line("Youth who finish should come back as paid assistants.", (0.92, 0.74, 0.78)),
    Line("Competitions bring out the best in young people.", (0.42, 0.56, 0.2)),
    Line("We should stop programs that nobody can show to work.", (0.44, 0.72, 0.34)),
    Line("Small organizations need help with applications more than with ideas.", (0.5, 0.48, 0.92)),
    Line("A program that does not pay youth should not call it work.", (0.95, 0.46, 0.66)),
    Line("Children under ten come first.", (0.08, 0.28, 0.56)),
    Line("Phones should stay in a box during sessions.", (0.22, 0.66, 0.28)),
    Line("This whole thing is a waste of everybody's time.", (0.1, 0.1, 0.1), state="rejected"),
    Line("Call me, 314-555-0117, I sell kits.", (0.1, 0.1, 0.1), state="rejected"),
]

# position: (title, reason, numbers of the statements behind it)
Words = dict[str, str]
PRIORITIES: list[tuple[Words, Words, list[int]]] = [
    (
        {"en": "Paid, well-run first jobs", "es": "Primeros empleos pagados y bien llevados"},
        {
            "en": "All three outlooks agree, surely. Pay alone is not enough: the second statement asks for "
            "a supervisor with time.",
            "es": "Las tres miradas coinciden con seguridad. La paga sola no basta: la segunda frase pide una "
            "persona que supervise y tenga tiempo.",
        },
        [1, 2],
    ),
    (
        {"en": "A shared definition of quality", "es": "Una definición común de calidad"},
        {
            "en": "Two statements say it in almost the same words, and one says how: the same definition, "
            "shown in each site's own way.",
            "es": "Dos frases lo dicen casi igual y una dice cómo: la misma definición, mostrada por cada "
            "sede a su manera.",
        },
        [3, 11],
    ),
    (
        {"en": "Advice from youth that gets an answer", "es": "Consejos de jóvenes que reciben respuesta"},
        {
            "en": "The surest agreement of the evening after pay.",
            "es": "El acuerdo más seguro de la noche después de la paga.",
        },
        [20, 7],
    ),
    (
        {"en": "Mentors who stay a full year", "es": "Mentores que se quedan un año entero"},
        {
            "en": "Learning asks for it first, and the others agree.",
            "es": "Lo pide primero quien mira el aprendizaje, y los demás coinciden.",
        },
        [5],
    ),
    (
        {"en": "Rides to and from programs", "es": "Transporte de ida y vuelta"},
        {
            "en": "People who look at reach put it first, in both languages; nobody turned it down.",
            "es": "Quienes miran el alcance lo ponen primero, en los dos idiomas; nadie lo rechazó.",
        },
        [6, 38, 33],
    ),
    (
        {"en": "Adult leaders paid to train", "es": "Formación pagada para quienes dirigen"},
        {"en": "Without it, quality stays a wish.", "es": "Sin ella, la calidad queda en deseo."},
        [4],
    ),
]

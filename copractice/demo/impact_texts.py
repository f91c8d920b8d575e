"""What the demo's two reports say, and the stories beside the second; all of it written for the demo."""

from dataclasses import dataclass

Words = dict[str, str]

TITLE_OF_A: Words = {
    "en": "Ten of eleven organizations stayed to the end",
    "es": "Diez de once organizaciones llegaron hasta el final",
}
LEAD_OF_A: Words = {
    "en": "The first cohort met for ten months. One organization left when its funding ended. This first report "
    "is short: it tells who came and what was asked of whom.",
    "es": "La primera cohorte se reunió durante diez meses. Una organización se retiró cuando terminó su "
    "financiamiento. Este primer informe es breve: cuenta quién vino y qué se pidió a quién.",
}
SECTIONS_OF_A: dict[str, Words] = {
    "happened": {
        "en": "Of the organizations that started, **{{ figure:organizations }}** stayed. The leaders took "
        "{{ figure:attendance }} of the places at which they were expected.",
        "es": "De las organizaciones que empezaron, se quedaron **{{ figure:organizations }}**. Quienes lideran "
        "ocuparon {{ figure:attendance }} de los lugares previstos.",
    },
    "next": {
        "en": "Young people were not in this cohort. The next call asks for them.",
        "es": "En esta cohorte no hubo jóvenes. La próxima convocatoria los incluye.",
    },
}
TITLE_OF_B: Words = {
    "en": "What ten organizations did with the advice of their people",
    "es": "Lo que hicieron diez organizaciones con los consejos de su gente",
}
LEAD_OF_B: Words = {
    "en": "Leaders, umbrella organizations and employed young people met for ten months and offered advice to their "
    "own organizations. This report follows each piece of advice to an answer and, where there is one, to evidence.",
    "es": "Líderes, organizaciones aliadas y jóvenes que trabajan se reunieron durante diez meses y aconsejaron a "
    "sus propias organizaciones. Este informe sigue cada consejo hasta una respuesta y, donde la hay, hasta la "
    "evidencia.",
}
SECTIONS_OF_B: dict[str, Words] = {
    "who": {
        "en": "We are institutions that employ young people, the organizations above them, and the young people "
        "themselves. What we mean by out-of-school-time STEM stands in the shared definition; "
        "{{ figure:commitments }} organizations of this cohort signed the commitment that grew from it.",
        "es": "Somos instituciones que emplean a jóvenes, las organizaciones que las agrupan y los propios jóvenes. "
        "Lo que entendemos por STEM fuera de la escuela está en la definición compartida; "
        "{{ figure:commitments }} organizaciones de esta cohorte firmaron el compromiso que nació de ella.",
    },
    "call": {
        "en": "The call was extended once by two weeks, for everybody. {{ figure:applications_complete }} "
        "applications came in complete.",
        "es": "La convocatoria se amplió una vez por dos semanas, para todas las personas. "
        "{{ figure:applications_complete }} solicitudes llegaron completas.",
    },
    "happened": {
        "en": "We met every second week, by turns in one another’s houses and by video. Adults took "
        "{{ figure:attendance }} of their places. Of the young people, {{ figure:attendance_youth }} came to three "
        "of four sessions or more.",
        "es": "Nos reunimos cada dos semanas, por turnos en nuestras sedes y por video. Las personas adultas "
        "ocuparon {{ figure:attendance }} de sus lugares. De los jóvenes, {{ figure:attendance_youth }} vino a tres "
        "de cada cuatro sesiones o más.",
    },
    "changed": {
        "en": "**{{ figure:adopted }}** answers adopt the advice, as it is or adapted, and **{{ figure:evidenced }}** "
        "can show evidence.\n\nWhat changed most often:\n\n- schedules that are posted earlier\n- a named mentor in "
        "the first month\n- young people at the table where training is planned",
        "es": "**{{ figure:adopted }}** respuestas adoptan el consejo, tal cual o adaptado, y "
        "**{{ figure:evidenced }}** pueden mostrar evidencia.\n\nLo que más cambió:\n\n- horarios que se publican "
        "antes\n- una persona mentora con nombre en el primer mes\n- jóvenes en la mesa donde se planea la formación",
    },
    "youth": {
        "en": "{{ figure:youth_engaged }} young people came. Under 18: {{ figure:youth_engaged.under_18 }}. "
        "{{ figure:youth_authors }} of them offered advice, by name or in the cohort’s name.",
        "es": "Vinieron {{ figure:youth_engaged }} jóvenes. Menores de 18: {{ figure:youth_engaged.under_18 }}. "
        "{{ figure:youth_authors }} de ellos dio consejos, con su nombre o en nombre de la cohorte.",
    },
    "limits": {
        "en": "There is no group to compare with, so nothing here says what caused what. Declined advice stays in the "
        "count, and so does what waits for an answer.",
        "es": "No hay un grupo con el que comparar, así que nada de esto dice qué causó qué. Los consejos rechazados "
        "siguen contando, y también los que esperan respuesta.",
    },
}


@dataclass(frozen=True)
class Tale:
    """One story: who tells it by role, in which words, beside which figure."""

    youth: bool
    text: str
    beside: str
    language: str = "en"


TALES = (
    Tale(
        True,
        "I used to hear my shifts on Friday night. Now I know ten days ahead. I signed up for a class on Tuesdays, "
        "because for once I could.",
        "evidenced",
    ),
    Tale(
        True, "I said we need a chair in the meeting. A week later there was one, and it was mine.", "adopted"
    ),
    Tale(
        True,
        "Mi mentora me preguntó qué quería aprender. Nadie me lo había preguntado en un trabajo.",
        "adopted",
        "es",
    ),
    Tale(True, "They said no to my idea and told me why. I had not known that a no can be fair.", "adopted"),
    Tale(
        True,
        "I come on the late bus. Since they asked, the session starts when it arrives.",
        "attendance_youth",
    ),
    Tale(
        True,
        "I wrote it, and the facilitator read it out. Nobody looked at me. They talked about the idea.",
        "youth_authors",
    ),
    Tale(True, "My first day had a plan on paper. I kept the paper.", "evidenced"),
    Tale(
        False,
        "I thought that scheduling was our business alone. It is the first thing that decides who can stay.",
        "evidenced",
    ),
    Tale(False, "We owed an answer by a date. That date did more than any strategy day.", "answered_in_time"),
    Tale(False, "Declining took us longer than saying yes, because we had to write down why.", "adopted"),
    Tale(
        False,
        "Above us nobody had asked about youth jobs before. Now it is on our agenda every quarter.",
        "commitments",
    ),
    Tale(
        False,
        "We lost a supervisor, and the young people ran the session. It was the best one.",
        "attendance",
    ),
)

"""Every word of the demo's first chapter, in both languages; all of it ours, none of it real but the history."""

from copractice.communities.actions import Page

Words = dict[str, str]

STEM_PAGE = Page(
    name="Demo STEM Ecosystem",
    headline={
        "en": "We agree on what good looks like. Then we practice it.",
        "es": "Acordamos qué es lo bueno. Después lo practicamos.",
    },
    lead={
        "en": (
            "Educators, employers and young workers who set the region’s priorities for out-of-school STEM, "
            "learn together for ten months, and answer for what changed."
        ),
        "es": (
            "Educadores, empleadores y jóvenes que trabajan fijan las prioridades de la región para las "
            "ciencias fuera de la escuela, aprenden juntos durante diez meses y rinden cuentas de lo que cambió."
        ),
    },
    about={
        "en": (
            "A **community of practice** is a group of people who do the same work and get better at it "
            "together. Ours brings together museums, labs, libraries and workshops that teach young people "
            "science and technology after school, in summer and on the job.\n\n"
            "We work along one line:\n\n"
            "1. Members *convene* and choose what matters most.\n"
            "2. They *define* what good looks like, and sign commitments.\n"
            "3. An open *call* brings organizations, their umbrella organizations and the youth they employ.\n"
            "4. A cohort *practices* for ten months, and recommends what should change.\n"
            "5. A *report* answers, with figures that lead back to the first priority.\n"
        ),
        "es": (
            "Una **comunidad de práctica** es un grupo de personas que hacen el mismo trabajo y mejoran "
            "juntas. La nuestra reúne museos, laboratorios, bibliotecas y talleres que enseñan ciencia y "
            "tecnología a jóvenes después de clases, en verano y en el trabajo.\n\n"
            "Trabajamos a lo largo de una línea:\n\n"
            "1. Los miembros *se reúnen* y eligen lo que más importa.\n"
            "2. *Definen* qué es lo bueno y firman compromisos.\n"
            "3. Una *convocatoria* abierta trae organizaciones, sus organizaciones paraguas y los jóvenes que "
            "emplean.\n"
            "4. Un grupo *practica* durante diez meses y recomienda qué debe cambiar.\n"
            "5. Un *informe* responde, con cifras que llevan de vuelta a la primera prioridad.\n"
        ),
    },
    contact_email="coordinator-01@example.org",
    accent="",
)

STEM_UPDATES: list[tuple[int, Words, Words]] = [
    (
        68,
        {"en": "We begin again, in the open", "es": "Empezamos de nuevo, a la vista de todos"},
        {
            "en": (
                "From now on this page tells where the community stands. Whatever is decided will be here "
                "with its date, its reason and the people who decided it."
            ),
            "es": (
                "Desde ahora esta página dice en qué punto está la comunidad. Todo lo que se decida estará "
                "aquí con su fecha, su razón y las personas que lo decidieron."
            ),
        },
    ),
    (
        41,
        {"en": "Who should be in the room?", "es": "¿Quién debe estar en la sala?"},
        {
            "en": (
                "We want at least a third of the people at the next convening to be under 25, and every part "
                "of the region to be there. **If someone is missing, tell us.** Travel and child care are paid."
            ),
            "es": (
                "Queremos que al menos un tercio de las personas en la próxima reunión tenga menos de 25 años "
                "y que esté toda la región. **Si falta alguien, díganos.** Se pagan el viaje y el cuidado de "
                "niños."
            ),
        },
    ),
    (
        19,
        {"en": "Office hours on Thursdays", "es": "Horas de consulta los jueves"},
        {
            "en": "Thursdays, 3 to 4 p.m. Central time, by video or by telephone at 314-555-0142. No appointment.",
        },
    ),
    (
        3,
        {"en": "The place for the convening is found", "es": "Ya hay lugar para la reunión"},
        {
            "en": (
                "Example Arch Street Library Lab gives us its reading room: step-free, on two bus lines, with "
                "a quiet room next door. The room code for your phone will be on the tables."
            ),
            "es": (
                "Example Arch Street Library Lab nos presta su sala de lectura: sin escalones, con dos líneas "
                "de autobús y una sala tranquila al lado. El código de la sala para su teléfono estará en las "
                "mesas."
            ),
        },
    ),
]

MAKERS_PAGE = Page(
    name="Demo Prairie Makers",
    headline={"en": "Small workshops, one craft.", "es": "Talleres pequeños, un mismo oficio."},
    lead={
        "en": "Five neighborhood workshops that compare how they teach tools to beginners.",
        "es": "Cinco talleres de barrio que comparan cómo enseñan herramientas a principiantes.",
    },
    about={
        "en": "A second, small community on the same site. Nothing crosses from one to the other.",
        "es": "Una segunda comunidad, pequeña, en el mismo sitio. Nada pasa de una a otra.",
    },
    contact_email="coordinator-51@example.org",
    accent="#7C3F66",
)

MAKERS_UPDATES: list[tuple[int, Words, Words]] = [
    (
        12,
        {"en": "First meeting at the long bench", "es": "Primera reunión en el banco largo"},
        {
            "en": "Bring one jig that beginners break. We look at why.",
            "es": "Traiga una plantilla que los principiantes rompen. Vemos por qué.",
        },
    ),
]

# Public facts with their source, from the document this product grew from.
SOURCE = "https://stemstl.org/ost-community-of-practice/"
FACTS: list[tuple[str, Words, str, str]] = [
    (
        "150",
        {
            "en": "community members met in early 2018 to name and prioritize what the ecosystem needs.",
            "es": "miembros de la comunidad se reunieron a inicios de 2018 para nombrar y priorizar lo que "
            "el ecosistema necesita.",
        },
        "stemstl.org, OST Community of Practice",
        SOURCE,
    ),
    (
        "11 and 21",
        {
            "en": "organizations and leaders joined the first cohort, launched in 2020, for ten months.",
            "es": "organizaciones y líderes formaron el primer grupo, iniciado en 2020, durante diez meses.",
        },
        "stemstl.org, Cohort I",
        SOURCE,
    ),
    (
        "7",
        {
            "en": "organizations formed the second cohort and completed its curriculum in August 2022.",
            "es": "organizaciones formaron el segundo grupo y terminaron su programa en agosto de 2022.",
        },
        "stemstl.org, Cohort II",
        SOURCE,
    ),
    (
        "10",
        {
            "en": "institutions were sought for the third cohort; its deadline was extended to March 19, 2023.",
            "es": "instituciones se buscaron para el tercer grupo; su plazo se extendió al 19 de marzo de 2023.",
        },
        "stemstl.org, Cohort III",
        SOURCE,
    ),
]

"""Every word of the demo's chapter on the definition and the commitment, in both languages; all of it ours."""

Words = dict[str, str]

TITLE: Words = {
    "en": "What we mean by a good out-of-school STEM program",
    "es": "Qué entendemos por un buen programa de ciencias fuera de la escuela",
}
FIRST: Words = {
    "en": (
        "A good out-of-school STEM program is led by adults who know the subject.\n\n"
        "It offers hands-on work and is open to every young person of the region."
    ),
    "es": (
        "Un buen programa de ciencias fuera de la escuela está a cargo de personas adultas que conocen la "
        "materia.\n\nOfrece trabajo práctico y está abierto a cada joven de la región."
    ),
}
SECOND: Words = {
    "en": (
        "A good out-of-school STEM program is led by adults who know the subject *and the young people*.\n\n"
        "It offers hands-on work on questions that matter nearby, and is open to every young person of the "
        "region, with the bus paid both ways.\n\n"
        "It asks the young people each term what should change, and tells them what came of it."
    ),
    "es": (
        "Un buen programa de ciencias fuera de la escuela está a cargo de personas adultas que conocen la "
        "materia *y a los jóvenes*.\n\n"
        "Ofrece trabajo práctico sobre preguntas que importan cerca y está abierto a cada joven de la región, "
        "con el autobús pagado de ida y vuelta.\n\n"
        "Pregunta a los jóvenes en cada periodo qué debe cambiar y les dice qué resultó."
    ),
}
THIRD: Words = {
    "en": (
        "A good out-of-school STEM program is led by adults who know the subject *and the young people*.\n\n"
        "It offers hands-on work on questions that matter nearby, and is open to every young person of the "
        "region, with the bus paid both ways.\n\n"
        "It pays young people who work in it, and gives each a supervisor.\n\n"
        "It asks the young people each term what should change, and tells them what came of it."
    ),
    "es": (
        "Un buen programa de ciencias fuera de la escuela está a cargo de personas adultas que conocen la "
        "materia *y a los jóvenes*.\n\n"
        "Ofrece trabajo práctico sobre preguntas que importan cerca y está abierto a cada joven de la región, "
        "con el autobús pagado de ida y vuelta.\n\n"
        "Paga a los jóvenes que trabajan en él y da a cada uno una persona que supervise.\n\n"
        "Pregunta a los jóvenes en cada periodo qué debe cambiar y les dice qué resultó."
    ),
}
FOURTH: Words = {
    "en": (
        "A good out-of-school STEM program is led by adults who know the subject *and the young people*.\n\n"
        "It offers hands-on work on questions that matter nearby, and is open to every young person of the "
        "region, with the bus paid both ways.\n\n"
        "It pays young people who work in it, and gives each **a supervisor who has time: an hour a week that "
        "nothing else may take**.\n\n"
        "It looks every year at who is missing, by neighborhood, language and race, and says in public what "
        "it does about that.\n\n"
        "It asks the young people each term what should change, and answers them by a date."
    ),
    "es": (
        "Un buen programa de ciencias fuera de la escuela está a cargo de personas adultas que conocen la "
        "materia *y a los jóvenes*.\n\n"
        "Ofrece trabajo práctico sobre preguntas que importan cerca y está abierto a cada joven de la región, "
        "con el autobús pagado de ida y vuelta.\n\n"
        "Paga a los jóvenes que trabajan en él y da a cada uno **una persona que supervise y tenga tiempo: una "
        "hora por semana que nada más puede ocupar**.\n\n"
        "Mira cada año quién falta, por barrio, idioma y raza, y dice en público qué hace al respecto.\n\n"
        "Pregunta a los jóvenes en cada periodo qué debe cambiar y les responde con fecha."
    ),
}
WHY: list[Words] = [
    {
        "en": "The convening asked for one definition in plain words. This is the shortest that we could agree on.",
        "es": "La reunión pidió una definición en palabras claras. Esta es la más corta que pudimos acordar.",
    },
    {
        "en": "After a year it was plain that *open to all* means little without the bus, and that nobody asked "
        "the young people.",
        "es": "Después de un año quedó claro que *abierto a todos* dice poco sin el autobús y que nadie "
        "preguntaba a los jóvenes.",
    },
    {
        "en": "Pay was missing, though it is our first priority.",
        "es": "Faltaba la paga, aunque es nuestra primera prioridad.",
    },
    {
        "en": "Version 3 said *a supervisor*. An objection showed that a name on paper is not enough, so it now "
        "says how much time. New: we look at who is missing.",
        "es": "La versión 3 decía *una persona que supervise*. Una objeción mostró que un nombre en papel no "
        "basta, así que ahora dice cuánto tiempo. Nuevo: miramos quién falta.",
    },
]
NOTES: dict[int, Words] = {
    1: {
        "en": "Agreed at the spring meeting by show of hands, 31 of 34.",
        "es": "Acordado en la reunión de primavera a mano alzada, 31 de 34.",
    },
    2: {
        "en": "Agreed without a vote: nobody objected in three weeks.",
        "es": "Acordado sin voto: nadie objetó en tres semanas.",
    },
    4: {
        "en": "Agreed at the members’ evening, 29 of 33. One objection was kept as dissent.",
        "es": "Acordado en la noche de miembros, 29 de 33. Una objeción quedó como desacuerdo.",
    },
}
# version, author, language, words
COMMENTS: list[tuple[int, str, str, str]] = [
    (1, "Member 01", "en", "Plain enough that my board understood it. Keep it this short."),
    (1, "Facilitator 01", "en", "“Know the subject” should not mean a degree. Say so when you explain it."),
    (2, "Member 02", "es", "Lo del autobús es lo más importante de todo. Gracias por escribirlo."),
    (3, "Leader 01", "en", "We pay already. It would help to know what others pay."),
    (4, "Leader 05", "en", "An hour a week is hard in July, and right all the same."),
    (4, "Umbrella lead 02", "en", "Say who looks at the yearly numbers. We can host that."),
]
OBJECTION = (
    "Every one of our employed youth has a supervisor on paper. Two of them have never spoken with theirs. If the "
    "text only asks for a supervisor, we will all pass, and nothing will change. I could agree if it said how much "
    "time."
)
RESOLVED: Words = {
    "en": "You are right. Version 4 says how much time: an hour a week that nothing else may take.",
    "es": "Tiene razón. La versión 4 dice cuánto tiempo: una hora por semana que nada más puede ocupar.",
}
DISSENT = (
    "Small workshops cannot pay everybody who helps on a Saturday. If paying is part of what makes a program good, "
    "ours is not good by definition, and I do not think that is true."
)
KEPT: Words = {
    "en": "The text speaks of young people who *work* in a program, not of those who drop in. We know that the line "
    "is thin in a small workshop, and will look at it again after the next cohort.",
    "es": "El texto habla de jóvenes que *trabajan* en un programa, no de quienes pasan un rato. Sabemos que la línea "
    "es delgada en un taller pequeño y la revisaremos después del próximo grupo.",
}
COMMITMENT: Words = {
    "en": "Antiracist and high quality, in what we do and how we hire",
    "es": "Contra el racismo y con calidad, en lo que hacemos y en cómo contratamos",
}
PLEDGES: list[Words] = [
    {
        "en": (
            "We, the organization that signs, promise:\n\n"
            "- to run our programs by the community’s definition of a good program;\n"
            "- to look once a year at who takes part and who is missing, and to say it in public;\n"
            "- to send at least two of our people to the community’s sessions."
        ),
        "es": (
            "Nosotros, la organización que firma, prometemos:\n\n"
            "- llevar nuestros programas según la definición común de un buen programa;\n"
            "- mirar una vez al año quién participa y quién falta, y decirlo en público;\n"
            "- enviar al menos a dos de nuestras personas a las sesiones de la comunidad."
        ),
    },
    {
        "en": (
            "We, the organization that signs, promise:\n\n"
            "- to run our programs by the community’s definition of a good program;\n"
            "- to pay every young person who works for us, and to post shifts two weeks ahead;\n"
            "- to look once a year at who takes part, who is hired and who is missing, and to say it in public;\n"
            "- to answer the advice of young people within 30 days, yes or no, with a reason;\n"
            "- to send at least two of our people to the community’s sessions."
        ),
        "es": (
            "Nosotros, la organización que firma, prometemos:\n\n"
            "- llevar nuestros programas según la definición común de un buen programa;\n"
            "- pagar a cada joven que trabaja con nosotros y publicar los turnos con dos semanas;\n"
            "- mirar una vez al año quién participa, a quién contratamos y quién falta, y decirlo en público;\n"
            "- responder a los consejos de los jóvenes en 30 días, sí o no, con una razón;\n"
            "- enviar al menos a dos de nuestras personas a las sesiones de la comunidad."
        ),
    },
]

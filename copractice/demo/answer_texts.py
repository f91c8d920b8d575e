"""What the parties of the demo's applications answer, by party and number of the question; all of it ours."""

from copractice.calls.states import Party

# Answers to one question, taken in turn; a pair is an answer in another language than English.
ANSWERS: dict[tuple[Party, int], list[str | tuple[str, str]]] = {
    (Party.EMPLOYER, 1): [
        "Six young people run our water lab on Saturdays. They take the samples, keep the notebook and explain "
        "the results to visitors. Each learns to say what a number means and how sure we are of it.",
        "They repair donated instruments with a technician at their side. In the first month they learn to find "
        "a fault; by the end they write the repair sheet for the next person.",
        "Our youth guides build one exhibit each year, from the first sketch to the label. They learn to measure, "
        "to solder, and to change a plan that does not work.",
        (
            "Cuatro jóvenes cuidan el invernadero y llevan los datos de riego. Aprenden a leer una curva y a "
            "decidir con ella.",
            "es",
        ),
        "They take calls at our help desk for older neighbors and teach them to use a tablet. They learn patience "
        "first, and networks second.",
        "Two young people work in the clinic's sterile room for an hour and then shadow a nurse. They learn why a "
        "checklist has the order that it has.",
        "They lead the robotics table for ten-year-olds. Whoever teaches a gear train twice has understood it.",
    ],
    (Party.EMPLOYER, 2): [
        "Saturday Water Lab",
        "Repair Bench",
        "Guides who build",
        "Greenhouse data team",
        "Neighbor help desk",
        "Clinic hours",
        "Robotics table",
    ],
    (Party.EMPLOYER, 3): ["6", "4", "11", "3", "8", "2", "14", "5"],
    (Party.EMPLOYER, 4): [
        "Each young person gets one hour a week with a supervisor who has nothing else to do in that hour.",
        "We want to write down what we promise a young person on the first day, and check it on the last.",
        "When a young person proposes something, somebody answers within two weeks. Today nobody does.",
        "The bus. Three of eight left last year because of it.",
        "We want to pay for training hours as we pay for hours at the bench.",
        "Our application form asks for things that only some families can have. We want to rewrite it with youth.",
    ],
    (Party.EMPLOYER, 5): [
        "The floor manager, by name, on the board next to the door.",
        "Whoever leads the shift, and the director if that takes longer than a week.",
        "We have a box for it. We want a person.",
    ],
    (Party.UMBRELLA, 1): [
        "We give its leader six hours a month for this, put its first report on the agenda of our board, and pay "
        "half of the bus.",
        "Our training budget is open to its supervisors, and we ask for one page at the end that others can use.",
        "We have three institutions in this call. We let them meet once a month, and we listen more than we talk.",
        "Our personnel office writes the contracts for minors, so that the institution does not have to.",
    ],
    (Party.UMBRELLA, 2): ["1", "1", "2"],
    (Party.YOUTH, 1): [
        "That adults are nervous too. I explained the pump to a school class and the teacher asked me afterward "
        "how I do it.",
        "How long it takes to do something right. I sanded one board for two shifts.",
        (
            "Que puedo preguntar. Nadie se rió cuando no sabía usar el calibre; me lo enseñaron dos veces.",
            "es",
        ),
        "I can read a data sheet now. My uncle asks me about his battery charger.",
        "That a mistake you write down is worth more than a good day you do not remember.",
        "People listen when you bring a number. I counted who comes on Fridays, and they changed the hours.",
        (
            "Me sorprendió que mi idea se hiciera: movimos la mesa de soldar junto a la ventana.",
            "es",
        ),
    ],
    (Party.YOUTH, 2): [
        "I run the water table",
        "Fixing microscopes",
        "Guide on weekends",
        ("Cuido las plantas y los datos", "es"),
        "Help desk, second shift",
        "I teach gears",
    ],
    (Party.YOUTH, 3): ["2", "1", "1", "2"],
    (Party.YOUTH, 4): [
        "I want to be asked before things are decided.",
        "So that I dare to say it next time.",
    ],
}
LATE = "We would keep the Saturday hours through the winter, and pay for them."  # typed after the deadline
FIRST_WORDS = "That you can ask twice."  # what a young person has so far

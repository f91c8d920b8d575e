"""What the demo's cohorts are called, what their sessions are about, and what people write after them."""

from copractice.demo.texts import Words

TITLES: dict[str, Words] = {
    "A": {"en": "Demo Cohort A", "es": "Cohorte de demostración A"},
    "B": {"en": "Demo Cohort B", "es": "Cohorte de demostración B"},
}
AGENDA: Words = {
    "en": "We look at one practice, hear from those who live it, and each writes one next step.",
    "es": "Miramos una práctica, escuchamos a quienes la viven y cada persona escribe un próximo paso.",
}
SUBJECTS: list[Words] = [
    {"en": "Who is in the room", "es": "Quiénes estamos aquí"},
    {"en": "What we promised in our applications", "es": "Lo que prometimos en nuestras solicitudes"},
    {"en": "A first day at work that welcomes", "es": "Un primer día de trabajo que da la bienvenida"},
    {"en": "Youth speak, adults take notes", "es": "La juventud habla, las personas adultas anotan"},
    {"en": "Mentors and their time", "es": "Mentores y su tiempo"},
    {"en": "Pay, hours and the bus home", "es": "Pago, horas y el autobús a casa"},
    {"en": "What antiracist means on a shift", "es": "Qué significa ser antirracista en un turno"},
    {"en": "Feedback that helps", "es": "Comentarios que ayudan"},
    {"en": "A visit to the field station", "es": "Una visita a la estación de campo"},
    {"en": "Half-time: what has changed", "es": "A mitad de camino: qué ha cambiado"},
]
PLACES = ("Example Arch Street Library Lab, Room 2", "Example Riverbend Science Center, Studio", "")
ROOM = "https://meet.example.org/demo-cohort"
GUIDE: Words = {"en": "Ten questions for a first week", "es": "Diez preguntas para la primera semana"}
WRITES_AS_YOUTH: list[tuple[str, str]] = [
    ("I said that nobody told me who to ask. Two leaders wrote it down. That was new.", "en"),
    ("The part about pay was hard to hear, but it was honest. I want to know what happens next.", "en"),
    ("Me gustó que hablamos primero. Quiero contar más la próxima vez.", "es"),
    ("I learned that other places let you shadow someone for a week. We should do that.", "en"),
    ("I was tired after my shift, so I listened. The visit was the best part.", "en"),
    ("My idea for a bus card was on the wall. I hope it stays there.", "en"),
    ("We practiced how to say no to a task that is not safe. I will use that.", "en"),
]
WRITES_AS_ADULT: list[tuple[str, str]] = [
    ("I came to talk and ended up listening. Our first day is a pile of forms. We change that.", "en"),
    ("Three of our mentors have no time set aside. I take that to our director this week.", "en"),
    ("No sabía que el último autobús sale antes de que termine el turno. Cambiaremos el horario.", "es"),
    ("Feedback twice a month sounds small. We tried it for two weeks, and people ask for it now.", "en"),
    ("Our umbrella organization can pay for the bus card. I had not thought to ask them.", "en"),
]

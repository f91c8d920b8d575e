"""What adults of the demo's cohorts learned and recommended, and what came of it."""

from copractice.demo.recommendation_texts import Advice, Learned

ADULTS = (
    Learned(
        "Mentors without time set aside are names on a list.",
        (
            Advice(
                "Give each mentor two hours a week",
                "Without hours in the plan, mentoring is what falls out first.",
                "S",
                "",
                "Two hours a week in the plan of every mentor",
                "supervision",
                "The plans of six mentors for the spring.",
            ),
            Advice(
                "Pay mentors for the hours of training",
                "Those who learn to mentor in the evening should be paid for it.",
                "D",
                "This year's budget is closed. It is on the list for July.",
            ),
        ),
    ),
    Learned(
        "Our posting asks for a diploma that the work does not need.",
        (
            Advice(
                "Take the diploma off our postings",
                "Ask for what somebody can do, and let them show it in an hour.",
                "S",
                "",
                "New text for all entry postings, with a task of one hour",
                "hiring",
                "Four postings since March, 23 people applied instead of 9.",
            ),
            Advice(
                "Let a young person sit in when we hire",
                "They notice what we do not ask.",
                "A",
                "",
                "One young person in each round for youth jobs",
                "hiring",
            ),
        ),
    ),
    Learned(
        "The last bus leaves before our late shift ends.",
        (
            Advice(
                "End the late shift at eight",
                "Nobody should choose between a job and a way home.",
                "T",
                "Eight on weekdays; on Saturday it stays nine, with a ride home paid.",
                "New hours for the late shift",
                "safety",
                "The plan from April on, and twelve paid rides.",
            ),
        ),
    ),
    Learned(
        "What we call antiracist is not written anywhere that binds us.",
        (
            Advice(
                "Put the commitment into our review of leaders",
                "What is not in the yearly talk is not done.",
                "T",
                "In the talk, without a grade.",
                "A question in the form of the yearly talk",
                "governance",
                "The form, used with nine leaders.",
            ),
            Advice(
                "Publish whom we hire, by year",
                "Numbers that are large enough to name nobody.",
                "D",
                "We are too few: any number would name somebody. We will do it together with our umbrella.",
            ),
        ),
    ),
    Learned(
        "Our curriculum was written before anybody asked the youth.",
        (
            Advice(
                "Rewrite two units with our youth",
                "Begin with the two that nobody finishes.",
                "P",
                "One unit this year, paid hours for four young people.",
                "Four young people rewrite unit 3",
                "curriculum",
            ),
        ),
    ),
    Learned(
        "Goggles come in one size.",
        (
            Advice(
                "Buy goggles that fit everybody",
                "Those that do not fit are pushed up.",
                "A",
                "",
                "Order three sizes",
                "safety",
            ),
        ),
    ),
    Learned(
        "A partner across the river trains supervisors together with ours.",
        (
            Advice(
                "Train supervisors with our neighbors",
                "Twice a year, half the cost, and they meet each other.",
                "A",
                "",
                "First day in September",
                "supervision",
            ),
            Advice(
                "Share one list of mentors with them",
                "Some fields have one mentor in the region.",
                "D",
                "Our mentors did not agree to be on a shared list. We asked each of them.",
            ),
        ),
    ),
    Learned(
        "We lose people in week three, when nobody looks any more.",
        (
            Advice(
                "Call everybody in week three",
                "A short call, by somebody who is not the supervisor.",
                "P",
                "A message instead of a call; those who do not answer are called.",
                "A message to everybody on day 18",
                "supervision",
            ),
        ),
    ),
    Learned(
        "An hour of a young person is priced like a favor.",
        (
            Advice(
                "Pay session time like work",
                "They are here for us.",
                "D",
                "Our grant does not pay for it. We asked the funder in writing and wait for the next call.",
            ),
        ),
    ),
    Learned(
        "Our rooms are locked at four.",
        (
            Advice(
                "Open the studio until seven",
                "School ends at three.",
                "D",
                "We have no one for the door after four.",
            ),
        ),
    ),
    Learned(
        "Those who translate do it on top of their own work.",
        (
            Advice(
                "Pay for interpreting",
                "Those who interpret should have hours for it.",
                "D",
                "The city offers interpreting on request. We use that first.",
            ),
        ),
    ),
    Learned(
        "Two of our programs ask the same families the same questions.",
        (
            Advice("Ask families once", "One form for both programs.", "O"),
            Advice(
                "Give families a number to call", "One number, answered until eight, in Spanish too.", "O"
            ),
        ),
    ),
    Learned(
        "Nobody outside knows what our apprentices make.",
        (
            Advice(
                "Show the work once a year",
                "An evening where the young people present, and families are invited.",
                "D",
                "We tried it twice, and few could come on a weekday. We look for a Saturday with the others.",
            ),
        ),
    ),
    Learned(
        "Our forms say he or she.",
        (Advice("Ask for a name and how to say it", "That is all that a badge needs.", "O"),),
    ),
)
FROM_A = (
    Learned(
        "A first day that is all paper is a day lost.",
        (
            Advice(
                "Meet the team before the forms",
                "The forms can wait until the afternoon.",
                "S",
                "",
                "New order of the first day",
                "supervision",
                "The plan of the day, used with eight people.",
            ),
        ),
    ),
    Learned(
        "What we promised was in a drawer.",
        (
            Advice(
                "Read our commitment aloud once a year",
                "In the first meeting of the year, by somebody new.",
                "A",
                "",
                "On the agenda for January",
                "governance",
            ),
        ),
    ),
    Learned(
        "Visits teach more than slides.",
        (
            Advice(
                "Visit another organization each spring",
                "Half a day, all of the team.",
                "D",
                "Not every spring: we close for nobody. In turn, two at a time, we can.",
            ),
        ),
    ),
)

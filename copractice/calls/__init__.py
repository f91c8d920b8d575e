"""An open call: its text in versions, timetable, parties, questions, rubric, and every change of a deadline."""

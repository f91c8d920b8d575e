"""A cohort that meets: seats, people, sessions, attendance, reflections, goals and resources."""

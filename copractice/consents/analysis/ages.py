"""Ages from a birth month: an age is reached on the first day of the next month, so the day is never asked."""

from datetime import date

ADULT = 18


def reached(month: date, age: int) -> date:
    """Return the day on which whoever was born in `month` has surely reached an age."""
    years, next_month = divmod(month.month, 12)
    return date(month.year + age + years, next_month + 1, 1)


def age_on(month: date, day: date) -> int:
    """Return the age that whoever was born in `month` has reached on a day; negative before birth."""
    age = day.year - month.year
    return age if reached(month, age) <= day else age - 1


def is_old_enough(month: date, minimum: int, day: date) -> bool:
    """Return whether whoever was born in `month` has reached the minimum age on a day."""
    return reached(month, minimum) <= day

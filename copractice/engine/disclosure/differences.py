"""Small changes of one cell between two releases (rule R8)."""

SMALL = 9

People = frozenset[str]


def small_change(new: People, old: People) -> str | None:
    """Return which change of one cell between two releases is of 1 to 9 people, or None.

    >>> small_change(frozenset("abc"), frozenset("ab"))
    '1 joined'
    """
    for count, word in ((len(new - old), "joined"), (len(old - new), "left")):
        if 1 <= count <= SMALL:
            return f"{count} {word}"
    return None

"""What a command says when it cannot do its work; stands apart so that no command needs Django for it."""

REFUSED = 2  # the exit code


class CannotRun(Exception):
    """A reason in one line, with the way out; the command prints it and exits with `REFUSED`."""

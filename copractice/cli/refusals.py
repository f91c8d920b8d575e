"""What a command says when it cannot do its work; stands apart so that no command needs Django for it."""


class CannotRun(Exception):
    """A reason in one line, with the way out; the command prints it and exits with code 2."""

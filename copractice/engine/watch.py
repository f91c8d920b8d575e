"""How a long calculation says how far it is, and how it is asked to stop."""

from collections.abc import Callable
from dataclasses import dataclass


class Stopped(Exception):
    """The caller asked a calculation to stop before it was done."""


@dataclass(frozen=True)
class Watch:
    """The two calls of a long calculation: `progress(share done, sentence)` and `should_stop()`."""

    progress: Callable[[float, str], None] | None = None
    should_stop: Callable[[], bool] | None = None

    def report(self, done: float, text: str) -> None:
        """Tell the caller how far the work is; raise `Stopped` if it asks for an end.

        >>> Watch(lambda done, text: print(f"{done:.0%} {text}")).report(0.5, "Half way")
        50% Half way
        """
        if self.progress is not None:
            self.progress(done, text)
        if self.asked_to_stop():
            raise Stopped("stopped at the caller's request")

    def asked_to_stop(self) -> bool:
        """Whether the caller wants an end now."""
        return self.should_stop is not None and self.should_stop()

    def part(self, start: float, end: float) -> "Watch":
        """Return a watch whose whole work is the stretch from `start` to `end` of this one."""
        if self.progress is None:
            return self
        outer = self.progress
        return Watch(lambda done, text: outer(start + (end - start) * done, text), self.should_stop)

    def at(self, done: float) -> "Watch":
        """Return a watch for a step during which the share done stands still."""
        return self.part(done, done)


UNWATCHED = Watch()

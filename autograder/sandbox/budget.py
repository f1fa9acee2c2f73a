"""The time that all of one submission may take, whatever of it takes the time."""

from __future__ import annotations

# What cells leave to functions, as shares of the whole: the first time, and when they are run again.
FIRST, AGAIN = 1 / 2, 1 / 4
LEAST = 1.0  # seconds: definitions alone take less


class Budget:
    """Seconds of one submission's own time: half of them for its cells, and for each function a share that no other can use up.

    Args:
        seconds: How many there are.
        functions: How many functions are going to be called.
    """

    def __init__(self, seconds: float, functions: int) -> None:
        self.seconds = self._left = float(seconds)
        self._functions = functions
        self._share = AGAIN * seconds / max(1, functions)
        self._called: set[str] = set()

    def spend(self, seconds: float) -> None:
        self._left -= seconds

    def for_cells(self, keep: float) -> float:
        """Give what cells may take, if they are to keep so much for the functions."""
        return self._left - keep * self.seconds

    def for_repeating(self) -> float:
        """Give what cells may take each time that they are run again, once for every function; a moment in any case."""
        return max(self.for_cells(AGAIN) / max(1, self._functions), LEAST)

    def for_function(self, name: str) -> float:
        """Give what a function may take, so that those which were not called yet have their shares."""
        self._called.add(name)
        return self._left - self._share * max(0, self._functions - len(self._called))

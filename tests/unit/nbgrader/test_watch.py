"""What `autograder watch` begins with."""

from __future__ import annotations

from unittest.mock import create_autospec

from autograder.nbgrader.desk import Desk
from autograder.nbgrader.watch import _open


def test_a_desk_that_fails_as_it_opens_is_closed_and_keeps_no_other_from_opening() -> None:
    """Half open, it would be looked at as if it were open."""
    bad, good = create_autospec(Desk, instance=True), create_autospec(Desk, instance=True)
    bad.open.side_effect = OSError("no space left")
    _open({"bad": bad, "good": good})
    bad.close.assert_called_once_with()
    good.open.assert_called_once_with()
    good.close.assert_not_called()

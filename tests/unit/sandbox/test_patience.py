"""A process is waited for by the time in which it could have run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from autograder.sandbox import patience
from autograder.sandbox.host import Sandbox
from autograder.sandbox.patience import LEAST, Patience
from autograder.sandbox.protocol.messages import Line, Response, Used
from autograder.sandbox.protocol.trouble import TimedOut


@dataclass
class BusyMachine:
    """A clock, a process that has every fourth second of the CPU, and a line on which nothing is heard."""

    now: float = 0.0

    def monotonic(self) -> float:
        return self.now

    def look(self, _besides: int) -> Used:
        return Used(cpu=self.now / 4, waited=self.now * 3 / 4)

    def receive(self, seconds: float, _limit: int) -> Response:
        self.now += seconds
        raise TimedOut


@pytest.mark.parametrize("fresh", [True, False])
def test_a_process_has_its_seconds_on_the_cpu_however_busy_the_machine_is(
    fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = BusyMachine()
    monkeypatch.setattr(patience, "time", machine)
    with pytest.raises(TimedOut):
        Patience(cast(Sandbox, machine), fresh=fresh).receive(cast(Line, machine), 1.0)
    assert 1.0 - LEAST <= machine.now / 4 <= 1.25

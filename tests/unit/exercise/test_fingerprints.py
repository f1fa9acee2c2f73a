"""Results in short: what counts as the same has the same fingerprint."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.exercise.fingerprints import of_value
from autograder.exercise.values import pack, unpack

THIRDS = [each / 3 for each in range(1, 40)]


@pytest.mark.parametrize("count", [3, len(THIRDS)], ids=["whole", "cut"])
@pytest.mark.parametrize("kind", [float, np.float64], ids=["Python's", "NumPy's"])
def test_a_list_written_as_a_text_is_told_by_its_numbers_whatever_their_last_digits(
    count: int, kind: type[float]
) -> None:
    texts = [str([kind(np.nextafter(each, towards)) for each in THIRDS[:count]]) for towards in (0.0, np.inf)]
    one, other = (of_value(unpack(pack(text))) for text in texts)
    assert texts[0] != texts[1]
    assert one.is_like([other])


def test_a_text_with_another_number_or_other_words_is_another() -> None:
    known = of_value("epoch 2")
    assert known.is_like([of_value("epoch 2.0")])
    assert not known.is_like([of_value("epoch 3")])
    assert not known.is_like([of_value("round 2")])

"""Times of handing in: what leaves no doubt is read to the second, and nothing else is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from autograder.common.timestamps import Clock

HALF_PAST_TEN = datetime(2027, 1, 29, 22, 30)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "2027-01-29 22:30:00.000000 UTC",  # as nbgrader writes it
        "2027-01-29 22:30:00 GMT",
        "2027-01-29 22:30:00",
        "2027-01-29 22:30",
        "2027-01-29T22:30:00Z",
        "2027-01-29t22:30:00.000z",
        "20270129T223000Z",
        "2027-01-29 23:30:00 +0100",
        "2027-01-29 23:30:00 +01",
        "2027-01-29T23:30:00+01:00",
        "2027-01-29 23:30:00 CET",
        "2027-01-29 23:30:00 Europe/Berlin",
        "2027-01-29 17:30:00 EST",
        "2027-01-29 17:30 -05:00",
        "2027-01-30 04:00:00 +0530",
    ],
)
def test_a_time_that_leaves_no_doubt_is_read(text: str) -> None:
    assert Clock().read(text) == HALF_PAST_TEN


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2027-01-29",
        "29.01.2027 22:30",
        "01/02/2027 22:30",
        "2027-01-29 22:30:00 IST",  # in India, in Israel or in Ireland
        "2027-01-29 22:30:00 PST",  # in California or in Manila
        "2027-01-29 22:30:00 +100",
        "2027-01-29 22:30:00 +25:00",
        "2027-01-29 22:30:00 UTC+1",
        "2027-01-29 10:30 PM",
        "2027-02-29 22:30:00",
        "2027-01-29 24:00:00",
        "0001-01-01 00:00:00 +0100",
        "1801261800",
    ],
)
def test_what_leaves_a_doubt_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):
        Clock().read(text)


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("%Y-%m-%d %H:%M:%S.%f %Z", "2027-07-01 12:00:00.000000 CEST", datetime(2027, 7, 1, 10)),
        ("%Y-%m-%d %H:%M:%S.%f %Z", "2027-10-31 02:30:00.000000 CEST", datetime(2027, 10, 31, 0, 30)),
        ("%Y-%m-%d %H:%M:%S.%f %Z", "2027-10-31 02:30:00.000000 CET", datetime(2027, 10, 31, 1, 30)),
        ("%Y-%m-%d %H:%M:%S.%f %Z", "2027-01-29 22:30:00.000000 UTC", HALF_PAST_TEN),
        ("%d/%m/%Y %H:%M", "05/02/2027 12:00", datetime(2027, 2, 5, 11)),
        ("%d/%m/%Y %H:%M", "2027-01-29 23:30:00 +0100", HALF_PAST_TEN),
    ],
)
def test_an_exchange_is_read_in_its_own_form_and_zone(form: str, text: str, expected: datetime) -> None:
    assert Clock(form=form, zone=BERLIN).read(text) == expected


def test_a_zone_with_a_number_for_a_name_is_no_offset_of_seconds() -> None:
    dubai = Clock(zone=ZoneInfo("Asia/Dubai"))
    assert dubai.read("2027-01-30 02:30:00.000000 +04") == HALF_PAST_TEN

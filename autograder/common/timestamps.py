"""Times of handing in, as text: what leaves no doubt is read, and nothing else."""

from __future__ import annotations

import functools
import re
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

# nbgrader's own; `%Z` is the name of the zone that an exchange writes its times in.
NBGRADER = "%Y-%m-%d %H:%M:%S.%f %Z"
WRITE = "write it as in `2027-01-29 23:30:00 UTC` or `2027-01-29 23:30:00 +01:00`"
_ISO = re.compile(
    r"(\d{4}-?\d\d-?\d\d[T ](?!24)\d\d:?\d\d[\d:.,]*)\s*(Z|[+-]\d\d(?::?\d\d)?)?", re.IGNORECASE
)
_NAMED = re.compile(r"(.*\d)\s*([A-Za-z][\w+/-]*)")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How an exchange writes times.

    Attributes:
        form: Its `timestamp_format`.
        zone: Its `timezone`.
    """

    form: str = NBGRADER
    zone: tzinfo = UTC

    def read(self, text: str) -> datetime:
        """Read a time as UTC without a zone: what this exchange writes, or ISO 8601 with an offset, a zone's name or neither (then it is UTC).

        Raises:
            ValueError: It is no time, or one that can be read in two ways.
        """
        text = " ".join(text.replace("−", "-").split())
        try:
            moment = _in_form(text, self.form, self.zone) or _iso(text) or _named(text, self.zone)
            if moment is None:
                raise ValueError(text)
            return moment.astimezone(UTC).replace(tzinfo=None)
        except OverflowError as error:
            raise ValueError(text) from error


def _in_form(text: str, form: str, zone: tzinfo) -> datetime | None:
    """Read what `strftime` has written in a zone; Python's own `strptime` knows no name of a zone but this machine's."""
    for name in [*_names_in(zone), "UTC", "GMT"] if "%Z" in form else [""]:
        try:
            moment = datetime.strptime(text, form.replace("%Z", name))  # noqa: DTZ007
        except ValueError:
            continue
        if moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=UTC) if name in ("UTC", "GMT") else _local(moment, zone, name)
    return None


def _iso(text: str) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    moment = datetime.fromisoformat(found[1] + (found[2] or "").upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _named(text: str, zone: tzinfo) -> datetime | None:
    found = _NAMED.fullmatch(text)
    moment = _iso(found[1]) if found and not _offset_in(found[1]) else None
    if found is None or moment is None:
        return None
    moment, name = moment.replace(tzinfo=None), found[2]
    if name in ("UTC", "GMT", "UT"):
        return moment.replace(tzinfo=UTC)
    if name in _names_in(zone):
        return _local(moment, zone, name)
    if "/" in name:
        try:
            return _local(moment, zoneinfo.ZoneInfo(name), "")
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return None
    offsets = _offsets(moment.year).get(name, frozenset())
    return moment.replace(tzinfo=timezone(min(offsets))) if len(offsets) == 1 else None


def _offset_in(text: str) -> bool:
    found = _ISO.fullmatch(text)
    return found is not None and found[2] is not None


def _local(moment: datetime, zone: tzinfo, name: str) -> datetime | None:
    """Place a time in a zone; an hour that comes twice is the one that the name says, or the earlier; None where the name does not fit."""
    for fold in (0, 1):
        placed = moment.replace(tzinfo=zone, fold=fold)
        if not name or placed.tzname() == name:
            return placed
    return None


def _names_in(zone: tzinfo) -> tuple[str, ...]:
    moments = (datetime(year, month, 1, tzinfo=zone) for year in range(2020, 2040) for month in (1, 7))
    return tuple(dict.fromkeys(name for moment in moments if (name := moment.tzname())))


@functools.cache
def _offsets(year: int) -> dict[str, frozenset[timedelta]]:
    """Tell which offsets each zone's name stands for, anywhere in the world, in one year."""
    found: dict[str, set[timedelta]] = {}
    for key in zoneinfo.available_timezones():
        for month in (1, 7):
            moment = datetime(year, month, 1, tzinfo=zoneinfo.ZoneInfo(key))
            name, offset = moment.tzname(), moment.utcoffset()
            if name and offset is not None:
                found.setdefault(name, set()).add(offset)
    return {name: frozenset(offsets) for name, offsets in found.items()}

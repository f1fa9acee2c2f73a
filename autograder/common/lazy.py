"""A sequence whose items are worked out when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class Lazy(Sequence[T_co]):
    """A sequence by its length and by what stands at a place; slices and negative places follow from it."""

    @abstractmethod
    def at(self, place: int) -> T_co:
        """Give what stands at a place, from 0."""

    @overload
    def __getitem__(self, place: int) -> T_co: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T_co]: ...

    def __getitem__(self, place: int | slice) -> T_co | Sequence[T_co]:
        found = range(len(self))[place]
        return self.at(found) if isinstance(found, int) else [self.at(each) for each in found]

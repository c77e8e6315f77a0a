"""Chance that falls the same way everywhere: seeded from text, never by hash(), which differs in each process."""

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stable_seed(*parts: object) -> int:
    """A whole number below 2^53 (so that JavaScript can hold it too) that depends on the parts and on nothing else."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 11


class Dice:
    """Random() whose every draw comes from `random()`: the one method that Python keeps stable between its versions."""

    def __init__(self, *parts: object) -> None:
        self._random = Random(stable_seed(*parts))  # noqa: S311 (music, not secrets)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return int(self._random.random() * limit)

    def pick(self, choices: Sequence[T], weights: Sequence[float] | None = None) -> T:
        if weights is None:
            return choices[self.below(len(choices))]
        mark = self._random.random() * sum(weights)
        for choice, weight in zip(choices, weights, strict=True):
            mark -= weight
            if mark < 0:
                return choice
        return choices[-1]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        rest, mixed = list(things), []
        while rest:
            mixed.append(rest.pop(self.below(len(rest))))
        return mixed

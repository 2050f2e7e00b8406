"""Chooses the version for a user, by the same rule as the server."""

from __future__ import annotations

import hashlib
import math
from typing import Any, Optional, Sequence, Tuple

from ._js import utf8

Range = Tuple[float, float]


def _point(digest: bytes) -> float:
    """Returns the first 53 bits of a digest as a number in [0, 1)."""
    return (int.from_bytes(digest[:8], "big") >> 11) / 9007199254740992


class Share:
    """Selects a share of all users by hash. It is always the same users."""

    __slots__ = ("_domain", "_ranges")

    def __init__(self, domain: str, ranges: Sequence[Range]) -> None:
        self._domain = hashlib.sha256(utf8(domain) + b"\0")
        self._ranges = [(float(start), float(end)) for start, end in ranges]

    def includes(self, unit: bytes) -> bool:
        hashed = self._domain.copy()
        hashed.update(unit)
        point = _point(hashed.digest())
        for start, end in self._ranges:
            if start <= point < end:
                return True
        return False


class Splitter:
    """Weighted rendezvous hashing over users: new weights move as few users as possible."""

    __slots__ = ("_variants", "_seed", "_coverage")

    def __init__(self, record: "dict[str, Any]") -> None:
        self._variants = [
            (index, utf8(one["key"]), float(one["weight"]))
            for index, one in enumerate(record["variants"])
            if one["weight"] > 0
        ]
        seed = record["seed"]
        self._seed = hashlib.sha256(utf8(seed) + b"\0")
        group = record.get("group")
        share = record["trafficShare"]
        self._coverage: Optional[Share] = None
        if group:
            self._coverage = Share(f"group:{group['name']}", group["ranges"])
        elif share < 1:
            self._coverage = Share(f"coverage:{seed}", [(0, share)])

    def variant_of(self, unit: bytes) -> int:
        """Returns the index of this user's variant, or -1 outside the experiment."""
        if self._coverage is not None and not self._coverage.includes(unit):
            return -1
        of_unit = self._seed.copy()
        of_unit.update(unit + b"\0")
        best, highest = -1, -1.0
        for index, key, weight in self._variants:
            hashed = of_unit.copy()
            hashed.update(key)
            point = _point(hashed.digest())
            score = -weight / math.log(point) if point > 0 else 0.0
            if score > highest:
                best, highest = index, score
        return best

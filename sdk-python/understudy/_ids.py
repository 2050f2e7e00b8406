"""Ids of interactions and events, and the server's time."""

from __future__ import annotations

import os
import time
from typing import Optional

_reasons = {"release": 1, "experiment": 2, "pinned": 3}
_mask = 0xFFFFFFFF


def uuid_v7(now_ms: float) -> str:
    """Returns a UUIDv7 (RFC 9562) of this time."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (int(now_ms) & 0xFFFFFFFFFFFF) << 80 | 7 << 76 | (random >> 68 & 0xFFF) << 64
    value |= 2 << 62 | random & 0x3FFFFFFFFFFFFFFF
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def interaction_id(now_ms: float, reason: str) -> str:
    """Returns a UUIDv7 that contains the reason for the version, as the server's ids do."""
    head = uuid_v7(now_ms)[:30]
    number = _reasons[reason]
    check = 0x811C9DC5 ^ number
    for character in head:
        check = (check ^ ord(character)) * 0x01000193 & _mask
    check = (check ^ check >> 15) * 0x2C1B3C6D & _mask
    check = (check ^ check >> 13) & 0xFFFFF
    return f"{head}{number:x}{check:05x}"


class ServerClock:
    """
    Estimates the server's time from its last answer and the monotonic clock. Before that, uses the machine's clock.
    """

    def __init__(self) -> None:
        self._ahead = time.time() * 1000 - time.monotonic() * 1000
        self._is_told = False

    def note(self, server_ms: object, began_at: float) -> None:
        """Notes the server's time from the answer to a request that began at `began_at` (monotonic, seconds)."""
        try:
            said = float(server_ms)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return
        now = time.monotonic()
        ahead = said - (began_at + now) * 500
        # The uncertainty is half of a round trip. A smaller difference is noise.
        if self._is_told and abs(ahead - self._ahead) < (now - began_at) * 1000:
            return
        self._ahead = ahead
        self._is_told = True

    def now(self) -> float:
        """Returns the time in ms since 1970."""
        return time.monotonic() * 1000 + self._ahead

    def iso(self, at_ms: Optional[float] = None) -> str:
        at = self.now() if at_ms is None else at_ms
        seconds, milliseconds = divmod(int(at), 1000)
        return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{milliseconds:03d}Z"

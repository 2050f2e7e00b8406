from __future__ import annotations

import logging
import time
from typing import Dict, Optional

_logger = logging.getLogger("understudy")
_gap = 60.0


class Log:
    """Logs each kind of message at most once a minute, to the logger `understudy`."""

    def __init__(self) -> None:
        self._said_at: Dict[str, float] = {}

    def __call__(self, level: int, kind: str, message: str, error: Optional[BaseException] = None) -> None:
        now = time.monotonic()
        if now - self._said_at.get(kind, -_gap) < _gap:
            return
        if len(self._said_at) > 1_000:
            self._said_at.clear()
        self._said_at[kind] = now
        _logger.log(level, "%s%s", message, f" ({error})" if error else "")

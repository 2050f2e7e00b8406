"""Stores the last bundle and unconfirmed events in files of mode 0600."""

from __future__ import annotations

import os
import threading
from typing import Any, List, Optional, Sequence

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

most_outboxes = 256


def read_file(path: str, most: int) -> Optional[bytes]:
    try:
        with open(path, "rb") as file:
            body = file.read(most + 1)
    except FileNotFoundError:
        return None
    return body if len(body) <= most else None


def replace_file(path: str, body: bytes) -> None:
    """Replaces a file atomically."""
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    draft = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
    os.replace(draft, path)


class OutboxFile:
    """
    Stores unconfirmed events. Each process locks its own file: `path`, else `path.1`, `path.2`, … Workers of one server
    may therefore share the setting, and a restart finds the remaining events.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock: Any = None
        self._own: Optional[str] = None

    def take(self) -> List[str]:
        """Locks a free file and returns its lines."""
        folder = os.path.dirname(self._path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        for number in range(most_outboxes):
            path = f"{self._path}.{number}" if number else self._path
            lock = open(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600), "r+b")
            try:
                if fcntl is not None:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            self._lock, self._own = lock, path
            body = read_file(path, 1 << 30)
            return (body or b"").decode(errors="replace").split("\n")
        raise OSError(f"{most_outboxes} processes use {self._path}.")

    def append(self, lines: Sequence[str]) -> None:
        if self._own is None:
            raise OSError("No file is free.")
        descriptor = os.open(self._own, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(descriptor, "ab") as file:
            file.write("".join(f"{line}\n" for line in lines).encode())

    def replace(self, lines: Sequence[str]) -> None:
        if self._own is None:
            raise OSError("No file is free.")
        replace_file(self._own, "".join(f"{line}\n" for line in lines).encode())

    def release(self) -> None:
        if self._lock is not None:
            self._lock.close()
        self._lock = None
        self._own = None

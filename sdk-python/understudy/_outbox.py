"""Sends events and exposures to the server."""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from collections import deque
from typing import Any, Deque, Dict, List, Optional, Tuple

from ._errors import UnderstudyError
from ._files import OutboxFile
from ._http import Server, backoff
from ._log import Log

_kinds = ("events", "exposures")
_most_per_batch = 1_000
_most_batch_size = 1_000_000
_request_seconds = 30.0
_first_retry = 1.0
_most_retry = 60.0

Item = Tuple[str, str]


class Outbox:
    """
    Sends items in batches, in order, until the server has confirmed them. Retries are idempotent: events have ids, and
    an exposure counts once per user and phase. The queue is limited. Dropped items are counted.
    """

    def __init__(self, server: Server, log: Log, flush_seconds: float, most: int, file: Optional[str]) -> None:
        self._server = server
        self._log = log
        self._flush_seconds = flush_seconds
        self._most = most
        self._path = file
        self._begin()
        if file:
            self._start()  # stored items are sent

    def _begin(self) -> None:
        """Creates the state that each process needs for itself."""
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._queues: Dict[str, Deque[str]] = {kind: deque() for kind in _kinds}
        self._counts = {kind: {"sent": 0, "rejected": 0, "dropped": 0} for kind in _kinds}
        self._in_flight: Dict[str, List[str]] = {kind: [] for kind in _kinds}
        self._thread: Optional[threading.Thread] = None
        self._tries = 0
        self._not_before = 0.0
        self._asked = 0
        self._done = 0
        self._is_closed = False
        self._unwritten: List[Item] = []
        self._is_rewrite_due = False
        self._file = OutboxFile(self._path) if self._path else None
        self._is_loaded = self._file is None

    def after_fork(self) -> None:
        """Resets the state in a forked child. Queued items belong to the parent, which sends them."""
        if self._file:
            self._file.release()
        self._begin()

    def add(self, kind: str, item: str) -> None:
        with self._lock:
            if self._is_closed:
                self._counts[kind]["dropped"] += 1
                return
            self._queues[kind].append(item)
            self._trim(kind)
            if self._file:
                self._unwritten.append((kind, item))
        self._start()

    def _trim(self, kind: str) -> None:
        queue = self._queues[kind]
        too_many = len(queue) - self._most
        if too_many <= 0:
            return
        for _ in range(too_many):
            queue.popleft()
        self._counts[kind]["dropped"] += too_many
        self._is_rewrite_due = True
        message = f"Too many {kind} are queued: the oldest are dropped."
        self._log(logging.WARNING, f"dropped-{kind}", message)

    def counts(self) -> Dict[str, Dict[str, int]]:
        with self._lock:
            return {
                kind: {"queued": len(self._queues[kind]) + len(self._in_flight[kind]), **self._counts[kind]}
                for kind in _kinds
            }

    def _start(self) -> None:
        if self._thread is not None:
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="understudy-outbox", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._is_closed and self._asked == self._done:
                    self._wake.wait(max(self._flush_seconds, self._not_before - time.monotonic()))
                asked, closed = self._asked, self._is_closed
                is_due = asked > self._done or time.monotonic() >= self._not_before
            if is_due and not closed:
                self._send_all()
            with self._lock:
                self._done = max(self._done, asked)
                self._wake.notify_all()
                if closed:
                    return

    def flush(self, timeout: float) -> bool:
        """Sends queued items. Returns False if the server did not accept all of them."""
        with self._lock:
            is_idle = self._thread is None and not any(self._queues.values())
        if is_idle:
            return True
        self._start()
        with self._lock:
            self._asked += 1
            mine = self._asked
            self._wake.notify_all()
            self._wake.wait_for(lambda: self._done >= mine, timeout)
            return self._done >= mine and not any(self._queues.values()) and not any(self._in_flight.values())

    def close(self, timeout: float) -> None:
        """Sends as many items as possible within the time, and stores the rest."""
        if self._is_closed:
            return
        self.flush(timeout)
        with self._lock:
            self._is_closed = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(min(timeout, 1.0))
        self._write()
        if self._file:
            self._file.release()

    def _send_all(self) -> None:
        self._load()
        self._write()
        for kind in _kinds:
            most = _most_per_batch
            while True:
                with self._lock:
                    batch = _take(self._queues[kind], most)
                    self._in_flight[kind] = batch
                if not batch:
                    break
                outcome = self._send(kind, batch)
                with self._lock:
                    self._in_flight[kind] = []
                    if outcome == "done":
                        self._is_rewrite_due = True
                    elif outcome == "halve" and len(batch) == 1:
                        # An item that the server rejects is dropped, so that it does not block the others.
                        self._counts[kind]["rejected"] += 1
                        self._is_rewrite_due = True
                    else:
                        self._queues[kind].extendleft(reversed(batch))
                        self._trim(kind)
                if outcome == "halve":
                    most = math.ceil(len(batch) / 2)
                if outcome == "later":
                    self._write()
                    return
        self._write()

    def _send(self, kind: str, batch: List[str]) -> str:
        """Returns "done", "later", or "halve" if the server rejects the batch because of an item in it."""
        body = f'{{"{kind}":[{",".join(batch)}]}}'.encode()
        try:
            exchange = self._server.open(f"/{kind}", {}, _request_seconds, body=body)
            try:
                if exchange.status < 300:
                    return self._confirm(kind, len(batch), json.loads(exchange.read(10_000_000)))
                problem, wait = exchange.problem(), exchange.retry_after()
            finally:
                exchange.close()
        except (UnderstudyError, ValueError) as error:
            return self._postpone(kind, error, 0)
        if problem.status in (400, 413, 422):
            self._log(logging.WARNING, f"refused-{problem.code}", f"The server refused {kind}.", problem)
            return "halve"
        return self._postpone(kind, problem, _most_retry if problem.status in (401, 403, 404) else wait)

    def _confirm(self, kind: str, count: int, answer: Any) -> str:
        rejected = answer.get("rejected") or [] if isinstance(answer, dict) else []
        if rejected:
            first = rejected[0]
            message = f"The server rejected {len(rejected)} of {count} {kind}: {first.get('message')}"
            self._log(logging.WARNING, f"rejected-{first.get('code')}", message)
        with self._lock:
            self._counts[kind]["sent"] += count - len(rejected)
            self._counts[kind]["rejected"] += len(rejected)
        self._tries = 0
        self._not_before = 0
        return "done"

    def _postpone(self, kind: str, error: BaseException, wait: float) -> str:
        self._not_before = time.monotonic() + max(wait, backoff(self._tries, _first_retry, _most_retry))
        self._tries += 1
        self._log(logging.WARNING, f"unsent-{kind}", f"The {kind} could not be sent. They stay queued.", error)
        return "later"

    def _load(self) -> None:
        if self._is_loaded or not self._file:
            return
        self._is_loaded = True
        try:
            items = [one for one in (_parse(line) for line in self._file.take()) if one]
        except OSError as error:
            self._log(logging.WARNING, "outbox", "Stored events cannot be read.", error)
            return
        with self._lock:
            for kind in _kinds:
                self._queues[kind].extendleft(reversed([text for one, text in items if one == kind]))
                self._trim(kind)

    def _write(self) -> None:
        """Updates the file: appends new items, or rewrites the rest after some were confirmed."""
        if not self._file or not self._is_loaded:
            return
        with self._lock:
            is_whole, self._is_rewrite_due = self._is_rewrite_due, False
            waiting = [(kind, text) for kind in _kinds for text in (*self._in_flight[kind], *self._queues[kind])]
            items = waiting if is_whole else self._unwritten
            self._unwritten = []
        if not is_whole and not items:
            return
        try:
            lines = [f"{kind} {text}" for kind, text in items]
            self._file.replace(lines) if is_whole else self._file.append(lines)
        except OSError as error:
            self._is_rewrite_due = True
            self._log(logging.WARNING, "outbox-write", "Events could not be stored.", error)


def _take(queue: Deque[str], most: int) -> List[str]:
    batch: List[str] = []
    size = 0
    while queue and len(batch) < most and (not batch or size + len(queue[0]) <= _most_batch_size):
        item = queue.popleft()
        batch.append(item)
        size += len(item)
    return batch


def _parse(line: str) -> Optional[Item]:
    """Parses a stored line. None if it was not written completely."""
    kind, _, text = line.partition(" ")
    if kind not in _kinds:
        return None
    try:
        json.loads(text)
    except ValueError:
        return None
    return kind, text

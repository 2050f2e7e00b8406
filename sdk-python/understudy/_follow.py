"""Keeps the book current: by the stream if possible, or else by polling. On errors the last book is kept."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

from ._bundle import Book, read_bundle
from ._errors import UnderstudyError
from ._files import read_file, replace_file
from ._http import Exchange, Server, backoff, unreachable
from ._ids import ServerClock
from ._log import Log

_headers_seconds = 15.0
_body_seconds = 30.0
_hello_seconds = 5.0
_usual_heartbeat = 15.0
_first_retry = 0.5
_most_retry = 30.0
_refused_seconds = 60.0
_stream_again_seconds = 300.0
_save_after_seconds = 0.5
_refusals = (401, 403, 404, 422)


class FollowOptions:
    def __init__(
        self, environment: Optional[str], folder: Optional[str], mode: str, poll: float, most: int, file: Optional[str]
    ) -> None:
        self.query: Dict[str, Optional[str]] = {"environment": environment, "folder": folder}
        self.mode = mode
        self.poll = poll
        self.most = most
        self.file = file


class Follower:
    """
    Runs one thread that follows changes, and one that saves. `on_book` gets the changed names, or None for the first
    book.
    """

    def __init__(
        self,
        server: Server,
        clock: ServerClock,
        options: FollowOptions,
        log: Log,
        on_book: Callable[[Optional[List[str]]], None],
    ) -> None:
        self._server = server
        self._clock = clock
        self._options = options
        self._log = log
        self._on_book = on_book
        self.book: Optional[Book] = None
        self.is_from_storage = False
        self.confirmed_at = float("-inf")
        self._begin()

    def _begin(self) -> None:
        """Creates the state that each process needs for itself."""
        self.mode = self._options.mode
        self.is_connected = False
        self._closing = threading.Event()
        self._unsaved = False
        self._saving = threading.Lock()
        self._to_save = threading.Event()
        self._exchange: Optional[Exchange] = None
        self._stream_again_at = 0.0
        threading.Thread(target=self._keep, name="understudy-follow", daemon=True).start()
        if self._options.file:
            threading.Thread(target=self._save_changes, name="understudy-save", daemon=True).start()

    def after_fork(self, book: Optional[Book]) -> None:
        """Resets the state in a forked child. The book is kept; the threads and the connection belong to the parent."""
        self.book = book
        self._begin()

    def close(self) -> None:
        self._closing.set()
        self._to_save.set()
        exchange = self._exchange
        if exchange:
            exchange.close()
        self._save()

    def _confirm(self) -> None:
        self.confirmed_at = time.monotonic()
        self.is_from_storage = False

    def _use(self, book: Book, is_from_storage: bool = False) -> None:
        before = self.book
        self.is_from_storage = is_from_storage
        self.book = book
        self._on_book(book.differences(before) if before else None)

    def _keep(self) -> None:
        if self.book is None:
            self._load()
        tries = 0
        while not self._closing.is_set():
            try:
                tries = self._round(tries)
            except Exception as error:  # no response of a server may end this thread
                self._log(logging.ERROR, "follow", "Following the server failed.", error)
                tries += 1
                self._sleep(backoff(tries, _first_retry, _most_retry))

    def _round(self, tries: int) -> int:
        """Requests the bundle once, then follows the stream or sleeps. Returns the number of failed attempts."""
        failure = self._fetch()
        if failure is not None:
            is_refused, wait = failure
            pause = _refused_seconds if is_refused else max(wait, backoff(tries, _first_retry, _most_retry))
            self._sleep(pause)
            return tries if is_refused else tries + 1
        if self._options.mode == "poll" or time.monotonic() < self._stream_again_at:
            self._sleep(self._options.poll * (0.9 + random.random() * 0.2))
            return 0
        kind, said_hello = self._follow()
        if self._closing.is_set():
            return 0
        tries = 0 if said_hello else tries
        if kind == "unsupported":
            self._poll(float("inf"))
        elif kind == "silent" or (kind == "failed" and tries >= 2):
            self._poll(time.monotonic() + _stream_again_seconds)
        else:
            self._sleep(_refused_seconds if kind == "refused" else backoff(tries, _first_retry, _most_retry))
            return tries + 1
        return tries

    def _poll(self, until: float) -> None:
        self.mode = "poll"
        self._stream_again_at = until

    def _sleep(self, seconds: float) -> None:
        self._closing.wait(seconds)

    # The bundle.

    def _fetch(self) -> Optional[Tuple[bool, float]]:
        """
        Loads the bundle. Returns None if the server confirmed it, else whether it rejects the request, and how long to
        wait.
        """
        began_at = time.monotonic()
        headers = {"Accept-Encoding": "gzip"}
        if self.book:
            tag = self.book.hash
            headers["If-None-Match"] = f'"{tag}", "{tag}-br", "{tag}-gzip"'
        try:
            exchange = self._server.open("/bundle", self._options.query, _headers_seconds, headers)
            try:
                self._clock.note(exchange.header("x-server-time"), began_at)
                if exchange.status == 304:
                    self._confirm()
                    return None
                if exchange.status != 200:
                    return self._refuse(exchange.problem(), exchange.retry_after())
                exchange.patience(_body_seconds)
                body = exchange.read(self._options.most)
            finally:
                exchange.close()
            book = read_bundle(body)
        except (UnderstudyError, ValueError, KeyError, TypeError) as error:
            if not self._closing.is_set():
                self._log(logging.WARNING, "bundle", "The bundle could not be updated.", error)
            return False, 0
        before = self.book
        self._confirm()
        if before is None or before.hash != book.hash:
            self._use(book)
            self._save_soon()
        return None

    def _refuse(self, problem: UnderstudyError, wait: float) -> Tuple[bool, float]:
        is_refused = problem.status in _refusals
        level = logging.ERROR if is_refused else logging.WARNING
        self._log(level, problem.code, "The server refused the bundle.", problem)
        return is_refused, wait

    # The stream.

    def _follow(self) -> Tuple[str, bool]:
        """Follows one stream until it ends. Returns how it ended, and whether any event arrived."""
        headers = {"Accept": "text/event-stream"}
        if self.book:
            headers["Last-Event-ID"] = self.book.hash
        said_hello = False
        exchange: Optional[Exchange] = None
        began_at = time.monotonic()
        try:
            self._exchange = exchange = self._server.open("/stream", self._options.query, _hello_seconds, headers)
            if self._closing.is_set():
                return "ended", said_hello
            kind = (exchange.header("content-type") or "").partition(";")[0]
            if exchange.status != 200 or kind != "text/event-stream":
                problem = exchange.problem()
                if exchange.status < 300 or exchange.status in (404, 405, 501):
                    return "unsupported", said_hello
                return ("refused" if exchange.status in (401, 403) else "failed"), said_hello
            for event, data in self._events(exchange):
                if event == "hello":
                    said_hello = True
                    self._hello(exchange, json.loads(data), began_at)
                elif event == "change":
                    self._apply(json.loads(data))
                elif event == "reset":
                    self._fetch()
                elif event == "end":
                    return ("refused" if json.loads(data).get("code") == "unauthorized" else "ended"), said_hello
            return "ended", said_hello
        except (UnderstudyError, ValueError, KeyError, TypeError) as problem:
            if not self._closing.is_set():
                self._log(logging.WARNING, "stream", "The stream ended.", problem)
            if said_hello:
                return "ended", said_hello
            is_silent = isinstance(problem, UnderstudyError) and problem.code == "timeout"
            return ("silent" if is_silent else "failed"), said_hello
        finally:
            self.is_connected = False
            self._exchange = None
            if exchange:
                exchange.close()

    def _hello(self, exchange: Exchange, said: Dict[str, Any], began_at: float) -> None:
        self._clock.note(said.get("now"), began_at)
        heartbeat = said.get("heartbeatMs")
        seconds = heartbeat / 1000 if isinstance(heartbeat, (int, float)) and heartbeat > 0 else _usual_heartbeat
        exchange.patience(2.5 * seconds)
        self.mode = "stream"
        self.is_connected = True
        if said.get("next") == "bundle":
            self._fetch()
        else:
            self._confirm()

    def _events(self, exchange: Exchange) -> Iterator[Tuple[str, str]]:
        """Yields events with data. Comments are only heartbeats. Raises if nothing arrives for too long."""
        name, size = "message", 0
        lines: List[str] = []
        while True:
            try:
                line = exchange.response.readline(self._options.most + 1)
            except (OSError, ValueError, AttributeError) as error:
                raise unreachable(error) from error
            if not line:
                return
            if self.is_connected:
                self._confirm()
            size += len(line)
            if size > self._options.most:
                raise UnderstudyError("bundle_too_large", "An event of the stream is too large.")
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if not text:
                if lines:
                    yield name, "\n".join(lines)
                name, lines, size = "message", [], 0
                continue
            field, _, value = text.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if field == "event":
                name = value
            elif field == "data":
                lines.append(value)

    def _apply(self, change: Dict[str, Any]) -> None:
        book = self.book
        if book is None or change["to"] == book.hash:
            return
        # A change was missed, so the whole bundle is loaded.
        if change["from"] != book.hash:
            self._fetch()
            return
        after, names = book.changed(change)
        self.book = after
        self._confirm()
        self._save_soon()
        self._on_book(names)

    # The file.

    def _load(self) -> None:
        if not self._options.file:
            return
        try:
            body = read_file(self._options.file, self._options.most)
            if not body:
                return
            book = read_bundle(body)
            environment = self._options.query["environment"]
            is_ours = book.head.get("folder") == self._options.query["folder"]
            if not is_ours or environment not in (None, book.environment):
                raise UnderstudyError("bundle_invalid", "It belongs to another environment or folder.")
            self._use(book, is_from_storage=True)
        except (OSError, UnderstudyError, ValueError, KeyError, TypeError) as error:
            self._log(logging.WARNING, "storage", "The stored bundle cannot be used.", error)

    def _save_soon(self) -> None:
        self._unsaved = True
        self._to_save.set()

    def _save_changes(self) -> None:
        while not self._closing.is_set():
            self._to_save.wait()
            self._closing.wait(_save_after_seconds)
            self._to_save.clear()
            self._save()

    def _save(self) -> None:
        file = self._options.file
        if not file:
            return
        with self._saving:
            is_due, self._unsaved = self._unsaved, False
            book = self.book
            try:
                if is_due and book:
                    replace_file(file, book.write())
            except OSError as error:
                self._log(logging.WARNING, "not-stored", "The bundle could not be stored.", error)

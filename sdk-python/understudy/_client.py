"""The client: answers come from memory; slow work runs in the background."""

from __future__ import annotations

import atexit
import json
import logging
import os
import ssl
import threading
import time
import weakref
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

from ._bundle import PINNED, RELEASED, Book, Choice, Exposure, Served
from ._content import Placeholders
from ._errors import NeedsServer, UnderstudyError
from ._follow import Follower, FollowOptions
from ._http import Server
from ._ids import ServerClock, interaction_id, uuid_v7
from ._js import json_text
from ._log import Log
from ._outbox import Outbox
from ._prompt import FORMATS, Circumstances, Prompt, ServerPrompt

#: Served instead of an error: a text, or messages with `{{ name }}` in them.
Fallback = Union[str, Mapping[str, Any]]
Reference = Union[Prompt, Mapping[str, Any]]

_most_pinned = 200
_most_phases = 1_000
_most_users = 100_000
_most_requests = 32
_close_seconds = 5.0
_outcomes = {
    "latency_ms": "latencyMs",
    "ttft_ms": "ttftMs",
    "input_tokens": "inputTokens",
    "output_tokens": "outputTokens",
    "cost_usd": "costUsd",
    "completed": "completed",
    "refused": "refused",
    "violation": "violation",
    "input": "input",
    "output": "output",
}
_clients: "weakref.WeakSet[BaseClient]" = weakref.WeakSet()


class Asked:
    """One call of resolve."""

    __slots__ = ("name", "user_id", "variables", "placeholders", "format", "version", "fallback", "deadline_at")

    def __init__(
        self,
        name: str,
        user_id: Optional[str],
        variables: Optional[Mapping[str, Any]],
        placeholders: Optional[Placeholders],
        format: str,
        version: Optional[int],
        fallback: Optional[Fallback],
        deadline_at: float,
    ) -> None:
        if format not in FORMATS:
            raise ValueError(f"format is one of {', '.join(FORMATS)}.")
        self.name = name
        self.user_id = user_id
        self.variables = variables
        self.placeholders = placeholders
        self.format = format
        self.version = version
        self.fallback = fallback
        self.deadline_at = deadline_at


class BaseClient:
    """The common part of the sync and the asyncio client."""

    def __init__(
        self,
        url: str,
        api_key: str,
        *,
        environment: Optional[str] = None,
        folder: Optional[str] = None,
        storage: "Optional[str | os.PathLike[str]]" = None,
        outbox: "Optional[str | os.PathLike[str]]" = None,
        mode: str = "stream",
        poll_seconds: float = 10.0,
        deadline_ms: float = 300.0,
        stale_after_seconds: float = 60.0,
        flush_seconds: float = 1.0,
        max_queued: int = 10_000,
        max_bundle_size: int = 64_000_000,
        ssl_context: Optional[ssl.SSLContext] = None,
    ) -> None:
        if mode not in ("stream", "poll"):
            raise UnderstudyError("invalid_options", 'mode is "stream" or "poll".')
        self._server = Server(url, api_key, ssl_context)
        self._environment = environment
        self._deadline = deadline_ms / 1000
        self._stale_after = stale_after_seconds
        self._clock = ServerClock()
        self._log = Log()
        self._listeners: List[Callable[[List[str]], None]] = []
        self._pinned: Dict[Tuple[str, int], Served] = {}
        self._users: Dict[Tuple[str, int], "set[str]"] = {}
        self._ready: "Future[None]" = Future()
        self._requests = threading.BoundedSemaphore(_most_requests)
        self._is_closed = False
        self._renewing = threading.Lock()
        #: In a forked child before its first call: the parent's book, or True if the parent had none.
        self._inherited: "Optional[Union[Book, bool]]" = None
        self._outbox = Outbox(self._server, self._log, flush_seconds, max_queued, os.fspath(outbox) if outbox else None)
        file = os.fspath(storage) if storage else None
        options = FollowOptions(environment, folder, mode, poll_seconds, max_bundle_size, file)
        self._follower = Follower(self._server, self._clock, options, self._log, self._note_book)
        _clients.add(self)

    def _after_fork(self) -> None:
        if self._is_closed:
            return
        self._requests = threading.BoundedSemaphore(_most_requests)
        self._renewing = threading.Lock()
        self._users = {}
        self._ready = Future()
        if self._follower.book is not None:
            self._ready.set_result(None)
        self._outbox.after_fork()
        self._inherited = self._follower.book or True
        self._follower.book = None

    def _book(self) -> Optional[Book]:
        """Returns the current book. A forked child opens its own connections at its first call."""
        book = self._follower.book
        if book is not None or self._inherited is None:
            return book
        with self._renewing:
            inherited, self._inherited = self._inherited, None
            if inherited is not None:
                self._follower.after_fork(inherited if isinstance(inherited, Book) else None)
        return self._follower.book

    # Choosing.

    def peek(
        self,
        name: str,
        *,
        user_id: Optional[str] = None,
        variables: Optional[Mapping[str, Any]] = None,
        placeholders: Optional[Placeholders] = None,
        format: str = "messages",
        version: Optional[int] = None,
    ) -> Optional[Prompt]:
        """Returns the prompt from memory, or None. Raises if a variable is missing or invalid."""
        asked = Asked(name, user_id, variables, placeholders, format, version, None, 0)
        try:
            return self._from_memory(asked)
        except NeedsServer:
            return None

    def _from_memory(self, asked: Asked) -> Optional[Prompt]:
        """Returns the prompt from memory, or None. Raises the errors of the values, and NeedsServer."""
        follower = self._follower
        book = follower.book or self._book()
        if book is None:
            return None
        if asked.version is not None:
            served = book.pinned(asked.name, asked.version) or self._pinned.get((asked.name, asked.version))
            if served is None:
                return None
            choice: Choice = (served, PINNED, None)
        else:
            found = book.choose(asked.name, asked.user_id, self._clock.now)
            if found is None:
                return None
            choice = found
        served, assignment, exposure = choice
        from_storage = follower.is_from_storage
        stale = from_storage or time.monotonic() - follower.confirmed_at > self._stale_after
        source = "storage" if from_storage else "memory"
        circumstances = Circumstances(assignment, source, stale, asked.user_id, self._new_id)
        prompt = Prompt(served, circumstances, asked.format, asked.variables, asked.placeholders)
        if exposure is not None and asked.user_id is not None:
            self._note_exposure(exposure, asked.user_id)
        return prompt

    def _new_id(self, reason: str) -> str:
        return interaction_id(self._clock.now(), reason)

    def _note_exposure(self, exposure: Exposure, user_id: str) -> None:
        """Reports a user once per phase. A repeated report is harmless."""
        experiment_id, phase, batch, variant = exposure
        users = self._users.get((experiment_id, phase))
        if users is not None and user_id in users:
            return
        if users is None or len(users) >= _most_users:
            if len(self._users) >= _most_phases:
                self._users = {}
            users = self._users[(experiment_id, phase)] = set()
        users.add(user_id)
        item = {"experimentId": experiment_id, "phase": phase, "batch": batch, "variant": variant}
        self._outbox.add("exposures", json_text({**item, "userId": user_id, "at": self._clock.iso()}))

    # Asking the server.

    def _ask(self, asked: Asked) -> "Future[Prompt]":
        """
        Requests the server's answer in a separate thread, so that name resolution or connecting cannot block the
        caller.
        """
        future: "Future[Prompt]" = Future()
        if not self._requests.acquire(blocking=False):
            future.set_exception(UnderstudyError("overloaded", f"{_most_requests} requests wait for the server."))
            return future

        def run() -> None:
            try:
                future.set_result(self._fetch(asked))
            except BaseException as error:
                future.set_exception(error)
            finally:
                self._requests.release()

        threading.Thread(target=run, name="understudy-resolve", daemon=True).start()
        return future

    def _fetch(self, asked: Asked) -> Prompt:
        body: Dict[str, Any] = {"name": asked.name, "format": asked.format}
        given = {
            "environment": self._environment,
            "userId": asked.user_id,
            "version": asked.version,
            "variables": asked.variables,
            "placeholders": asked.placeholders,
        }
        body.update((key, value) for key, value in given.items() if value is not None)
        timeout = max(0.01, asked.deadline_at - time.monotonic())
        exchange = self._server.open("/prompts/resolve", {}, timeout, body=json_text(body).encode())
        try:
            if exchange.status != 200:
                raise exchange.problem()
            answer = json.loads(exchange.read(64_000_000))
            own_id = exchange.header("x-interaction-id")
        finally:
            exchange.close()
        given_for = answer["assignment"]
        assignment = (given_for["reason"], given_for["experimentId"], given_for["variant"])
        circumstances = Circumstances(assignment, "server", answer["stale"], asked.user_id, self._new_id)
        prompt = ServerPrompt(answer, circumstances, own_id)
        is_template = asked.variables is None and asked.placeholders is None and asked.format == "messages"
        if asked.version is not None and is_template:
            if len(self._pinned) >= _most_pinned:
                self._pinned.clear()
            self._pinned[(asked.name, asked.version)] = prompt._served
        return prompt

    def _after_waiting(self, asked: Asked) -> Optional[Prompt]:
        """Returns the prompt after the first bundle is loaded. None if it must be requested from the server."""
        try:
            prompt = self._from_memory(asked)
        except NeedsServer:
            return None
        if prompt is None and asked.version is None:
            raise UnderstudyError("not_found", f'There is no released prompt "{asked.name}".', 404)
        return prompt

    def _conclude(self, asked: Asked, error: Exception) -> Prompt:
        """Returns the fallback if there is one. Otherwise raises the error."""
        if isinstance(error, (FutureTimeout, TimeoutError)):
            if self._follower.book is None:
                error = UnderstudyError("not_ready", "No bundle arrived within the deadline.")
            else:
                error = UnderstudyError("timeout", "No answer arrived within the deadline.")
        if not isinstance(error, UnderstudyError):
            error = UnderstudyError("internal_error", f"{type(error).__name__}: {error}")
        if asked.fallback is None:
            raise error
        self._log(logging.WARNING, f"fallback-{asked.name}", f'The fallback of "{asked.name}" is served.', error)
        return self._serve_fallback(asked, asked.fallback, error)

    def _serve_fallback(self, asked: Asked, fallback: Fallback, error: UnderstudyError) -> Prompt:
        given: Dict[str, Any] = (
            {"messages": [{"role": "user", "content": fallback}]} if isinstance(fallback, str) else dict(fallback)
        )
        declared = [{"name": name, "type": "string", "required": False} for name in asked.variables or {}]
        kind = "text" if isinstance(fallback, str) else "chat"
        content = {"type": kind, "messages": given["messages"], "variables": declared}
        if given.get("model"):
            content["model"] = given["model"]
        record = {"version": 0, "versionId": "", "contentHash": "", "content": content}
        book = self._follower.book
        served = Served(asked.name, book.environment if book else self._environment or "", record)
        circumstances = Circumstances(RELEASED, "fallback", True, None, self._new_id, error)
        for variable in declared:
            variable["type"] = _type_of((asked.variables or {})[str(variable["name"])])
        for format in (asked.format, "messages"):
            try:
                return Prompt(served, circumstances, format, asked.variables, asked.placeholders)
            except (NeedsServer, UnderstudyError, TypeError, KeyError):
                continue
        return Prompt(served, circumstances)

    # Reporting.

    def record(self, prompt: Reference, **outcome: Any) -> None:
        """
        Reports the outcome of a call with a prompt: latency_ms, ttft_ms, input_tokens, output_tokens, cost_usd,
        completed, refused, violation, input, output. It is queued and sent in a batch.
        """
        reference = prompt.reference if isinstance(prompt, Prompt) else prompt
        unknown = set(outcome) - set(_outcomes)
        if unknown:
            raise TypeError(f"Unknown: {', '.join(sorted(unknown))}.")
        if reference["version"] < 1:
            return  # a fallback has no version to count for
        known = {_outcomes[key]: value for key, value in outcome.items() if value is not None}
        self._add_event({"type": "interaction"}, {**reference, **known})

    def feedback(self, interaction_id: str, **feedback: Any) -> None:
        """Reports a person's feedback on an answer: thumbs, stars, edited, regenerated, completed, comment."""
        known = {key: value for key, value in feedback.items() if value is not None}
        self._add_event({"type": "feedback"}, {"interactionId": interaction_id, **known})

    def _add_event(self, head: Dict[str, Any], rest: Mapping[str, Any]) -> None:
        now = self._clock.now()
        self._outbox.add("events", json_text({**head, "id": uuid_v7(now), "at": self._clock.iso(now), **rest}))

    # Watching.

    def on_change(self, listener: Callable[[List[str]], None]) -> Callable[[], None]:
        """
        Calls the listener, in a thread of the client, with the names of changed prompts. Returns a function that
        unsubscribes.
        """
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _note_book(self, names: Optional[List[str]]) -> None:
        if not self._ready.done():
            self._ready.set_result(None)
        for listener in list(self._listeners) if names else []:
            try:
                listener(names or [])
            except Exception as error:
                self._log(logging.ERROR, "listener", "A listener of on_change failed.", error)

    def state(self) -> Dict[str, Any]:
        """Returns the state of the client as plain data."""
        follower = self._follower
        book = self._book()
        ago = time.monotonic() - follower.confirmed_at
        return {
            "is_ready": book is not None,
            "mode": follower.mode,
            "is_connected": follower.is_connected,
            "prompts": len(book) if book else 0,
            "hash": book.hash if book else None,
            "confirmed_at": time.time() - ago if ago != float("inf") else None,
            **self._outbox.counts(),
        }

    def _close(self, timeout: float) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._outbox.close(timeout)
        if self._inherited is None:
            self._follower.close()
        _clients.discard(self)


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (list, tuple)):
        return "array"
    return "object" if isinstance(value, dict) else "string"


class Understudy(BaseClient):
    """Resolves prompts in this process. Threads may share one client. A forked child opens its own connections."""

    def resolve(
        self,
        name: str,
        *,
        user_id: Optional[str] = None,
        variables: Optional[Mapping[str, Any]] = None,
        placeholders: Optional[Placeholders] = None,
        format: str = "messages",
        version: Optional[int] = None,
        fallback: Optional[Fallback] = None,
    ) -> Prompt:
        """
        Returns the prompt for this user. Raises an UnderstudyError only if there is neither a prompt nor a fallback.
        """
        deadline_at = time.monotonic() + self._deadline
        asked = Asked(name, user_id, variables, placeholders, format, version, fallback, deadline_at)
        try:
            try:
                prompt = self._from_memory(asked)
                if prompt is not None:
                    return prompt
            except NeedsServer:
                pass
            if self._is_closed:
                raise UnderstudyError("closed", "The client is closed.")
            self._ready.result(deadline_at - time.monotonic())
            found = self._after_waiting(asked)
            return found if found is not None else self._ask(asked).result(max(0, deadline_at - time.monotonic()))
        except Exception as error:
            return self._conclude(asked, error)

    def ready(self, timeout: Optional[float] = None) -> None:
        """Waits until prompts can be served. Raises `not_ready` after `timeout` seconds (default: the deadline)."""
        try:
            self._ready.result(self._deadline if timeout is None else timeout)
        except FutureTimeout:
            raise UnderstudyError("not_ready", "No bundle arrived in time.") from None

    def flush(self, timeout: float = _close_seconds) -> bool:
        """Sends queued events. Returns False if the server did not accept all of them."""
        return self._outbox.flush(timeout)

    def close(self, timeout: float = _close_seconds) -> None:
        """Sends queued events, writes the rest to the outbox, and closes all connections."""
        self._close(timeout)

    def __enter__(self) -> "Understudy":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _close_all() -> None:
    for client in list(_clients):
        client._close(2.0)


def _renew_all() -> None:
    for client in list(_clients):
        client._after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)

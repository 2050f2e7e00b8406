"""Reports the calls of a provider's client that are made from a prompt, streams included."""

from __future__ import annotations

import inspect
import json
import time
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, TypeVar

from ._client import BaseClient
from ._content import Message, Messages
from ._prompt import Prompt

T = TypeVar("T")
#: US dollars per million tokens: (input, output), by the model's name or a prefix of it.
Prices = Mapping[str, Tuple[float, float]]
Reading = Dict[str, Any]
Reader = Callable[[Any], Reading]

_most_content = 60_000


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


class Call:
    """One call of a model. It measures the time from its creation and is reported once."""

    def __init__(self, understudy: BaseClient, reference: Any, prices: Prices, content: bool, given: Any) -> None:
        self._understudy = understudy
        self._reference = reference
        self._prices = prices
        self._content = content
        self._given = given
        self._began_at = time.monotonic()
        self._ttft: Optional[int] = None
        self._reading: Reading = {}
        self._texts: List[str] = []
        self._is_reported = False

    def _milliseconds(self) -> int:
        return round((time.monotonic() - self._began_at) * 1000)

    def read(self, reading: Reading) -> None:
        self._reading.update((key, value) for key, value in reading.items() if value is not None)

    def piece(self, reading: Reading) -> None:
        """Processes a piece of a stream."""
        if reading.pop("is_token", False) and self._ttft is None:
            self._ttft = self._milliseconds()
        text = reading.pop("output", None)
        if self._content and isinstance(text, str):
            self._texts.append(text)
        self.read(reading)

    def report(self, is_whole: bool) -> None:
        if self._is_reported:
            return
        self._is_reported = True
        reading = self._reading
        outcome: Dict[str, Any] = {
            "latency_ms": self._milliseconds(),
            "ttft_ms": self._ttft,
            "input_tokens": reading.get("input_tokens"),
            "output_tokens": reading.get("output_tokens"),
            "cost_usd": self._cost(),
            "refused": reading.get("refused", False if is_whole else None),
            "completed": None if is_whole else False,
        }
        if self._content:
            outcome["input"] = _bounded(self._given)
            outcome["output"] = _bounded("".join(self._texts) if self._texts else reading.get("output"))
        self._understudy.record(self._reference, **outcome)

    def _cost(self) -> Optional[float]:
        model, given, made = (self._reading.get(key) for key in ("model", "input_tokens", "output_tokens"))
        if not model or given is None or made is None:
            return None
        names = sorted((one for one in self._prices if model.startswith(one)), key=len)
        if not names:
            return None
        price = self._prices[names[-1]]
        return float((given * price[0] + made * price[1]) / 1_000_000)


def _bounded(value: Any) -> Any:
    """Returns content within the API's limits. Content that is too long or not JSON becomes text."""
    try:
        text = value if isinstance(value, str) else json.dumps(value)
    except (TypeError, ValueError):
        return str(value)[:_most_content]
    return text[:_most_content] if len(text) > _most_content else value


# Readers of the providers' responses.


def _usage(usage: Any) -> Reading:
    return {
        "input_tokens": _first(_get(usage, "prompt_tokens"), _get(usage, "input_tokens")),
        "output_tokens": _first(_get(usage, "completion_tokens"), _get(usage, "output_tokens")),
    }


def _first(one: Any, other: Any) -> Any:
    return other if one is None else one


def _read_chat(answer: Any) -> Reading:
    choice = next(iter(_get(answer, "choices") or []), None)
    message = _get(choice, "message")
    refused = bool(_get(message, "refusal")) or _get(choice, "finish_reason") == "content_filter"
    said = {"model": _get(answer, "model"), "refused": refused, "output": _get(message, "content")}
    return {**said, **_usage(_get(answer, "usage"))}


def _read_chat_piece(piece: Any) -> Reading:
    if _get(piece, "type") == "chunk":  # from the stream() helper
        piece = _get(piece, "chunk")
    choice = next(iter(_get(piece, "choices") or []), None)
    delta = _get(choice, "delta")
    content, refusal, calls = (_get(delta, name) for name in ("content", "refusal", "tool_calls"))
    refused = True if refusal or _get(choice, "finish_reason") == "content_filter" else None
    said = {"model": _get(piece, "model"), "refused": refused, "output": content}
    return {**said, "is_token": bool(content or refusal or calls), **_usage(_get(piece, "usage"))}


def _read_response(answer: Any) -> Reading:
    parts = [part for one in _get(answer, "output") or [] for part in _get(one, "content") or []]
    refused = any(_get(part, "type") == "refusal" for part in parts)
    text = "".join(_get(part, "text") or "" for part in parts if _get(part, "type") == "output_text")
    said = {"model": _get(answer, "model"), "refused": refused, "output": text}
    return {**said, **_usage(_get(answer, "usage"))}


def _read_response_piece(piece: Any) -> Reading:
    kind = _get(piece, "type") or ""
    if kind in ("response.completed", "response.incomplete", "response.failed"):
        reading = _read_response(_get(piece, "response"))
        reading.pop("output")
        return reading
    text = _get(piece, "delta") if kind == "response.output_text.delta" else None
    return {"is_token": kind.endswith(".delta"), "output": text}


def _read_message(answer: Any) -> Reading:
    text = "".join(_get(block, "text") or "" for block in _get(answer, "content") or [])
    stop = _get(answer, "stop_reason")
    said = {"model": _get(answer, "model"), "refused": stop == "refusal", "output": text}
    return {**said, **_anthropic_usage(_get(answer, "usage"))}


def _anthropic_usage(usage: Any) -> Reading:
    given = _get(usage, "input_tokens")
    if given is not None:  # tokens read from or written to the prompt cache are input tokens too
        given += (_get(usage, "cache_creation_input_tokens") or 0) + (_get(usage, "cache_read_input_tokens") or 0)
    return {"input_tokens": given, "output_tokens": _get(usage, "output_tokens")}


def _read_message_piece(piece: Any) -> Reading:
    kind = _get(piece, "type")
    if kind == "message_start":
        message = _get(piece, "message")
        usage = _anthropic_usage(_get(message, "usage"))
        return {"model": _get(message, "model"), "input_tokens": usage["input_tokens"]}
    if kind == "content_block_delta":
        return {"is_token": True, "output": _get(_get(piece, "delta"), "text")}
    if kind != "message_delta":
        return {}
    refused = True if _get(_get(piece, "delta"), "stop_reason") == "refusal" else None
    return {"refused": refused, **_anthropic_usage(_get(piece, "usage"))}


_openai = {
    "chat.completions.create": (_read_chat, _read_chat_piece),
    "chat.completions.parse": (_read_chat, _read_chat_piece),
    "chat.completions.stream": (_read_chat, _read_chat_piece),
    "beta.chat.completions.parse": (_read_chat, _read_chat_piece),
    "beta.chat.completions.stream": (_read_chat, _read_chat_piece),
    "responses.create": (_read_response, _read_response_piece),
    "responses.parse": (_read_response, _read_response_piece),
    "responses.stream": (_read_response, _read_response_piece),
}
_anthropic = {
    path: (_read_message, _read_message_piece)
    for path in ("messages.create", "messages.stream", "beta.messages.create", "beta.messages.stream")
}


# Watches calls without changing their results.


def _reference_of(arguments: Mapping[str, Any]) -> Any:
    """Returns the prompt of a request, found by any of its messages. None if it uses none."""
    for field in ("messages", "input", "contents"):
        listed = arguments.get(field)
        if isinstance(listed, Messages) and hasattr(listed, "origin"):
            return listed.origin
        if isinstance(listed, (list, tuple)):
            for one in listed:
                if isinstance(one, Message) and hasattr(one, "origin"):
                    return one.origin
    return None


class _Watched:
    """An object of the provider's client. Methods at these paths are watched. Everything else is passed through."""

    def __init__(self, target: Any, prefix: str, readers: Mapping[str, Tuple[Reader, Reader]], begin: Any) -> None:
        self.__dict__.update(_target=target, _prefix=prefix, _readers=readers, _begin=begin)

    @property
    def __class__(self) -> Any:  # type: ignore
        return type(self._target)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        path = f"{self._prefix}{name}"
        if path in self._readers and callable(value):
            whole, piece = self._readers[path]
            return _watched_method(value, whole, piece, self._begin)
        if any(one.startswith(f"{path}.") for one in self._readers):
            return _Watched(value, f"{path}.", self._readers, self._begin)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._target, name, value)

    def __enter__(self) -> Any:
        self._target.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._target.__exit__(*error)

    async def __aenter__(self) -> Any:
        await self._target.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> Any:
        return await self._target.__aexit__(*error)


def _watched_method(method: Any, whole: Reader, piece: Reader, begin: Any) -> Any:
    def call(*positional: Any, **arguments: Any) -> Any:
        prompt = arguments.pop("understudy", None)
        if prompt is None:
            prompt = _reference_of(arguments)
        if prompt is None:
            return method(*positional, **arguments)
        watching: Call = begin(prompt, arguments)
        try:
            sent = method(*positional, **arguments)
        except BaseException:
            watching.report(False)
            raise
        if inspect.isawaitable(sent):
            return _await(watching, sent, whole, piece)
        return _watch_answer(watching, sent, whole, piece)

    return call


async def _await(call: Call, sent: Any, whole: Reader, piece: Reader) -> Any:
    try:
        answer = await sent
    except BaseException:
        call.report(False)
        raise
    return _watch_answer(call, answer, whole, piece)


def _watch_answer(call: Call, answer: Any, whole: Reader, piece: Reader) -> Any:
    # A whole response may be iterable too (pydantic's models are). A stream is its own iterator, or a context manager.
    if hasattr(answer, "__anext__") or hasattr(answer, "__next__"):
        return _watch_stream(call, answer, piece)
    if hasattr(answer, "__aenter__") or hasattr(answer, "__enter__"):
        return _Manager(answer, call, piece)
    call.read(whole(answer))
    call.report(True)
    return answer


def _watch_stream(call: Call, stream: Any, piece: Reader) -> Any:
    """Watches a stream. OpenAI's and Anthropic's streams always read `_iterator`, so only that is wrapped."""
    is_async = hasattr(stream, "__anext__")
    inner = getattr(stream, "_iterator", None)
    watch = _watch_async if is_async else _watch_sync
    if inner is not None:
        try:
            stream._iterator = watch(call, inner, piece)
            return stream
        except AttributeError:
            pass
    return watch(call, stream, piece)


def _watch_sync(call: Call, pieces: Any, read: Reader) -> Any:
    is_whole = False
    try:
        for one in pieces:
            call.piece(read(one))
            yield one
        is_whole = True
    finally:
        call.report(is_whole)


async def _watch_async(call: Call, pieces: Any, read: Reader) -> Any:
    is_whole = False
    try:
        async for one in pieces:
            call.piece(read(one))
            yield one
        is_whole = True
    finally:
        call.report(is_whole)


class _Manager:
    """The result of the `stream()` helpers, a context manager that returns the stream."""

    def __init__(self, manager: Any, call: Call, piece: Reader) -> None:
        self._manager = manager
        self._call = call
        self._piece = piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    def __enter__(self) -> Any:
        return _watch_stream(self._call, self._manager.__enter__(), self._piece)

    def __exit__(self, *error: Any) -> Any:
        try:
            return self._manager.__exit__(*error)
        finally:
            self._call.report(False)

    async def __aenter__(self) -> Any:
        return _watch_stream(self._call, await self._manager.__aenter__(), self._piece)

    async def __aexit__(self, *error: Any) -> Any:
        try:
            return await self._manager.__aexit__(*error)
        finally:
            self._call.report(False)


def _wrap(target: T, understudy: BaseClient, readers: Any, prices: Optional[Prices], content: bool) -> T:
    def begin(prompt: Any, arguments: Mapping[str, Any]) -> Call:
        reference = prompt.reference if isinstance(prompt, Prompt) else prompt
        return Call(understudy, reference, prices or {}, content, arguments)

    watched: Any = _Watched(target, "", readers, begin)
    return watched  # type: ignore[no-any-return]


def wrap_openai(openai: T, understudy: BaseClient, *, prices: Optional[Prices] = None, content: bool = False) -> T:
    """
    Returns an OpenAI client, sync or async, that reports each call made from a prompt. A request without any of the
    prompt's messages names it: `create(…, understudy=prompt)`.
    """
    return _wrap(openai, understudy, _openai, prices, content)


def wrap_anthropic(anthropic: T, understudy: BaseClient, *, prices: Optional[Prices] = None, content: bool = False) -> T:
    """
    Returns an Anthropic client, sync or async, that reports each call made from a prompt. A request without any of the
    prompt's messages names it: `create(…, understudy=prompt)`.
    """
    return _wrap(anthropic, understudy, _anthropic, prices, content)

"""Writes request bodies as the server does. Prompts with more than texts need the server."""

from __future__ import annotations

import copy
import re
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

from ._content import Message
from ._errors import NeedsServer
from ._js import is_number
from ._request_forms import (
    Fields,
    Input,
    Written,
    defined,
    is_instruction,
    schema_fields,
    write_ai_sdk,
    write_google,
    write_langchain,
    write_openai_responses,
)

_numbers = {
    "temperature": ("temperature",),
    "top_p": ("top_p", "topP"),
    "top_k": ("top_k", "topK"),
    "max_tokens": ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"),
    "seed": ("seed",),
    "presence_penalty": ("presence_penalty", "presencePenalty"),
    "frequency_penalty": ("frequency_penalty", "frequencyPenalty"),
}
_texts = {
    "reasoning_effort": ("reasoning_effort", "reasoningEffort"),
    "service_tier": ("service_tier", "serviceTier"),
}
_own_fields = ("model", "messages", "input", "contents", "stream", "stream_options", "tools", "n", "__proto__")
# Settings with several formats, and those that depend on them.
_left_to_server = {
    "thinking", "thinking_budget", "thinkingBudget", "reasoning", "tool_choice", "toolChoice", "parallel_tool_calls",
    "parallelToolCalls", "output_config",
}  # fmt: skip
_anthropic_max_tokens = 4096


def write_request(format: str, content: Mapping[str, Any], messages: Sequence[Message]) -> Written:
    """Returns the request and the unsupported parameters. Raises NeedsServer for what only the server can write."""
    model = content.get("model")
    if not model or content.get("tools"):
        raise NeedsServer("This request format is not supported.")
    said = [one for one in messages if not _is_left_out(one)]
    for message in said:
        _check_plain(message)
    settings, rest = _read_settings(copy.deepcopy(model.get("parameters") or {}))
    schema = copy.deepcopy(content.get("responseSchema"))
    return _writers[format](Input(said, model, settings, rest, schema, content.get("responseFormat") or {}))


def _is_left_out(message: Message) -> bool:
    if "placeholder" not in message:
        return False
    if not message.get("optional"):
        raise NeedsServer("A placeholder is not filled.")
    return True


def _check_plain(message: Message) -> None:
    """Checks that a message has only a role, a text and optionally a name, in this order."""
    text = message.get("content")
    is_known = message.get("role") in ("system", "developer", "user", "assistant")
    is_named = list(message) == ["role", "content", "name"] and isinstance(message["name"], str)
    if not is_known or not isinstance(text, str) or text == "" or not (is_named or list(message) == ["role", "content"]):
        raise NeedsServer("A message contains more than text.")


def _read_settings(parameters: Fields) -> Tuple[Fields, Fields]:
    """Returns the parameters under our names, and the others unchanged."""
    rest = dict(parameters)
    if _left_to_server & set(rest):
        raise NeedsServer("These parameters are not supported.")
    settings: Fields = {}

    def take(spelling: str, fits: bool) -> Any:
        if rest.get(spelling) is None:
            rest.pop(spelling, None)
            return None
        return rest.pop(spelling) if fits else None

    for name, spellings in _numbers.items():
        for spelling in spellings:
            value = take(spelling, is_number(rest.get(spelling)))
            if value is not None:
                settings.setdefault(name, value)
    for spelling in ("stop", "stop_sequences", "stopSequences"):
        given = rest.get(spelling)
        listed = given if isinstance(given, list) else [given]
        if take(spelling, all(isinstance(one, str) for one in listed)) is not None and listed:
            settings.setdefault("stop", listed)
    for name, spellings in _texts.items():
        for spelling in spellings:
            value = take(spelling, isinstance(rest.get(spelling), str))
            if value is not None:
                settings[name] = value
                break
    for field in _own_fields:
        rest.pop(field, None)
    return settings, rest


def _is_openai(model: Mapping[str, Any]) -> bool:
    provider = str(model["provider"])
    return bool(re.search("openai|azure", provider, re.I)) and not re.search("compatible", provider, re.I)


def _write_openai(asked: Input) -> Written:
    model, settings = asked.model, asked.settings
    is_own = _is_openai(model)
    is_reasoning = is_own and re.match(r"o\d|gpt-5", model["name"])
    tokens = "max_tokens"
    if is_reasoning or "max_completion_tokens" in (model.get("parameters") or {}):
        tokens = "max_completion_tokens"
    written = [dict(one) for one in asked.messages]
    for one in written:
        if one["role"] == "developer" and not is_own:
            one["role"] = "system"
    names = {
        "temperature": "temperature",
        "top_p": "top_p",
        **({} if is_own else {"top_k": "top_k"}),
        tokens: "max_tokens",
        **{
            name: name
            for name in ("stop", "seed", "presence_penalty", "frequency_penalty", "reasoning_effort", "service_tier")
        },
    }
    body: Fields = {"model": model["name"], "messages": written, **defined(settings, names)}
    if asked.schema:
        fields = schema_fields(asked.schema, asked.response_format)
        body["response_format"] = {"type": "json_schema", "json_schema": fields}
    body.update(asked.rest)
    return body, ["top_k"] if is_own and "top_k" in settings else []


def _write_anthropic(asked: Input) -> Written:
    if asked.schema:
        raise NeedsServer("A response schema for Anthropic is not supported.")
    messages, settings = asked.messages, asked.settings
    system = "\n\n".join(one["content"] for one in messages if is_instruction(one))
    turns: List[Fields] = []
    is_last_given = False
    for message in messages:
        if is_instruction(message):
            continue
        is_given = getattr(message, "is_given", False)
        if is_given and "name" in message:
            raise NeedsServer("Anthropic has no field for the name of a message.")
        if not is_given and turns and turns[-1]["role"] == message["role"] and not is_last_given:
            turns[-1]["content"] += f"\n\n{message['content']}"
            continue
        turns.append({"role": message["role"], "content": message["content"]})
        is_last_given = is_given
    if not turns:  # at least one message is required
        turns, system = [{"role": "user", "content": system}], ""
    tier = settings.get("service_tier")
    is_tier_known = tier in ("auto", "standard_only")
    names = {"temperature": "temperature", "top_p": "top_p", "top_k": "top_k", "stop_sequences": "stop"}
    body: Fields = {
        "model": asked.model["name"],
        "max_tokens": settings.get("max_tokens", _anthropic_max_tokens),
        **({"system": system} if system else {}),
        "messages": turns,
        **defined(settings, names),
        **({"service_tier": tier} if is_tier_known else {}),
    }
    if "reasoning_effort" in settings:
        body["output_config"] = {"effort": settings["reasoning_effort"]}
    body.update(asked.rest)
    omitted = [name for name in ("seed", "presence_penalty", "frequency_penalty") if name in settings]
    return body, omitted if is_tier_known or tier is None else [*omitted, "service_tier"]


_writers: Dict[str, Callable[[Input], Written]] = {
    "openai": _write_openai,
    "openai-responses": write_openai_responses,
    "anthropic": _write_anthropic,
    "google": write_google,
    "ai-sdk": write_ai_sdk,
    "langchain": write_langchain,
}

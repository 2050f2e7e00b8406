"""The bodies of OpenAI's and Anthropic's calls, written as the server writes them. What holds more is left to the server."""

from __future__ import annotations

import copy
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ._content import Message
from ._errors import NeedsServer
from ._js import is_number

Fields = Dict[str, Any]

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
# Settings of several forms, and those that hang on them.
_left_to_server = {
    "thinking", "thinking_budget", "thinkingBudget", "reasoning", "tool_choice", "toolChoice", "parallel_tool_calls",
    "parallelToolCalls", "output_config",
}  # fmt: skip
_anthropic_max_tokens = 4096


def write_request(format: str, content: Mapping[str, Any], messages: Sequence[Message]) -> Tuple[Fields, List[str]]:
    """The request and the parameters it has no field for. Raises NeedsServer for what only the server writes."""
    model = content.get("model")
    if format not in ("openai", "anthropic") or not model or content.get("tools"):
        raise NeedsServer("A request of this kind.")
    said = [one for one in messages if not _is_left_out(one)]
    for message in said:
        _check_plain(message)
    settings, rest = _read_settings(copy.deepcopy(model.get("parameters") or {}))
    schema = copy.deepcopy(content.get("responseSchema"))
    if format == "openai":
        return _write_openai(said, model, settings, rest, schema, content.get("responseFormat") or {})
    if schema:
        raise NeedsServer("Anthropic's form of a response schema.")
    return _write_anthropic(said, model, settings, rest)


def _is_left_out(message: Message) -> bool:
    if "placeholder" not in message:
        return False
    if not message.get("optional"):
        raise NeedsServer("A placeholder that nobody filled.")
    return True


def _check_plain(message: Message) -> None:
    """A role and a text, with a name at most, in the order in which a request has them."""
    text = message.get("content")
    is_known = message.get("role") in ("system", "developer", "user", "assistant")
    is_named = list(message) == ["role", "content", "name"] and isinstance(message["name"], str)
    if not is_known or not isinstance(text, str) or text == "" or not (is_named or list(message) == ["role", "content"]):
        raise NeedsServer("A message that is more than text.")


def _read_settings(parameters: Fields) -> Tuple[Fields, Fields]:
    """The parameters by our own names, and the rest as they are written."""
    rest = dict(parameters)
    if _left_to_server & set(rest):
        raise NeedsServer("Parameters of this kind.")
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


def _defined(settings: Fields, names: Mapping[str, str]) -> Fields:
    return {field: settings[name] for field, name in names.items() if name in settings}


def _is_openai(model: Mapping[str, Any]) -> bool:
    provider = str(model["provider"])
    return bool(re.search("openai|azure", provider, re.I)) and not re.search("compatible", provider, re.I)


def _write_openai(
    messages: Sequence[Message],
    model: Mapping[str, Any],
    settings: Fields,
    rest: Fields,
    schema: Optional[Fields],
    response_format: Mapping[str, Any],
) -> Tuple[Fields, List[str]]:
    is_own = _is_openai(model)
    is_reasoning = is_own and re.match(r"o\d|gpt-5", model["name"])
    tokens = "max_tokens"
    if is_reasoning or "max_completion_tokens" in (model.get("parameters") or {}):
        tokens = "max_completion_tokens"
    written = [dict(one) for one in messages]
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
    body: Fields = {"model": model["name"], "messages": written, **_defined(settings, names)}
    if schema:
        strict = response_format.get("strict")
        description = response_format.get("description")
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {
                "name": "answer" if response_format.get("name") is None else response_format["name"],
                **({"description": description} if description else {}),
                "schema": schema,
                "strict": _fits_strict_mode(schema) if strict is None else strict,
            },
        }
    body.update(rest)
    return body, ["top_k"] if is_own and "top_k" in settings else []


def _fits_strict_mode(schema: Any) -> bool:
    """Whether OpenAI's strict mode takes the schema: every object closed, every property required."""
    if isinstance(schema, list):
        return all(_fits_strict_mode(one) for one in schema)
    if not isinstance(schema, dict):
        return True

    def mapping(name: str) -> Mapping[str, Any]:
        value = schema.get(name)
        return value if isinstance(value, dict) else {}

    if schema.get("type") == "object" or "properties" in schema:
        required = schema.get("required")
        required = required if isinstance(required, list) else []
        if schema.get("additionalProperties") is not False or any(one not in required for one in mapping("properties")):
            return False
    named = [one for name in ("properties", "$defs", "definitions") for one in mapping(name).values()]
    inner = [*named, schema.get("items"), schema.get("anyOf")]
    return "oneOf" not in schema and "allOf" not in schema and all(_fits_strict_mode(one) for one in inner)


def _write_anthropic(
    messages: Sequence[Message], model: Mapping[str, Any], settings: Fields, rest: Fields
) -> Tuple[Fields, List[str]]:
    system = "\n\n".join(one["content"] for one in messages if one["role"] in ("system", "developer"))
    turns: List[Fields] = []
    is_last_given = False
    for message in messages:
        if message["role"] in ("system", "developer"):
            continue
        is_given = getattr(message, "is_given", False)
        if is_given and "name" in message:
            raise NeedsServer("A name that Anthropic has no field for.")
        if not is_given and turns and turns[-1]["role"] == message["role"] and not is_last_given:
            turns[-1]["content"] += f"\n\n{message['content']}"
            continue
        turns.append({"role": message["role"], "content": message["content"]})
        is_last_given = is_given
    if not turns:  # somebody has to speak
        turns, system = [{"role": "user", "content": system}], ""
    tier = settings.get("service_tier")
    is_tier_known = tier in ("auto", "standard_only")
    names = {"temperature": "temperature", "top_p": "top_p", "top_k": "top_k", "stop_sequences": "stop"}
    body: Fields = {
        "model": model["name"],
        "max_tokens": settings.get("max_tokens", _anthropic_max_tokens),
        **({"system": system} if system else {}),
        "messages": turns,
        **_defined(settings, names),
        **({"service_tier": tier} if is_tier_known else {}),
    }
    if "reasoning_effort" in settings:
        body["output_config"] = {"effort": settings["reasoning_effort"]}
    body.update(rest)
    omitted = [name for name in ("seed", "presence_penalty", "frequency_penalty") if name in settings]
    return body, omitted if is_tier_known or tier is None else [*omitted, "service_tier"]

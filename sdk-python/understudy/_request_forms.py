"""Writes request bodies for Google, OpenAI's Responses API, the AI SDK and LangChain, for prompts of texts."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ._content import Message
from ._errors import NeedsServer

Fields = Dict[str, Any]
#: A request, and the parameters that it does not support.
Written = Tuple[Fields, List[str]]


class Input(NamedTuple):
    """The input of a request: messages of texts, and the parameters under our names."""

    messages: Sequence[Message]
    model: Mapping[str, Any]
    settings: Fields
    #: Parameters that only their provider knows.
    rest: Fields
    schema: Optional[Fields]
    response_format: Mapping[str, Any]


def defined(settings: Fields, names: Mapping[str, str]) -> Fields:
    return {field: settings[name] for field, name in names.items() if name in settings}


def is_instruction(message: Message) -> bool:
    return message["role"] in ("system", "developer")


def _is_native(message: Message) -> bool:
    """
    Whether the caller gave the message in a format that OpenAI, the AI SDK and LangChain share. It is not converted.
    """
    return getattr(message, "is_given", False) and not is_instruction(message)


def schema_fields(schema: Fields, response_format: Mapping[str, Any]) -> Fields:
    strict = response_format.get("strict")
    description = response_format.get("description")
    return {
        "name": "answer" if response_format.get("name") is None else response_format["name"],
        **({"description": description} if description else {}),
        "schema": schema,
        "strict": _fits_strict_mode(schema) if strict is None else strict,
    }


def _fits_strict_mode(schema: Any) -> bool:
    """Whether OpenAI's strict mode accepts the schema: every object closed, every property required."""
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


def write_openai_responses(asked: Input) -> Written:
    settings = asked.settings
    effort = settings.get("reasoning_effort")
    body: Fields = {
        "model": asked.model["name"],
        "input": [
            dict(one) if _is_native(one) else {"role": one["role"], "content": one["content"]} for one in asked.messages
        ],
        **defined(
            settings,
            {
                "temperature": "temperature",
                "top_p": "top_p",
                "max_output_tokens": "max_tokens",
                "service_tier": "service_tier",
            },
        ),
        **({} if effort is None else {"reasoning": {"effort": effort}}),
    }
    if asked.schema:
        body["text"] = {"format": {"type": "json_schema", **schema_fields(asked.schema, asked.response_format)}}
    body.update(asked.rest)
    unsaid = ("top_k", "stop", "seed", "presence_penalty", "frequency_penalty")
    return body, [name for name in unsaid if name in settings]


_camel_case = {
    "temperature": "temperature",
    "topP": "top_p",
    "topK": "top_k",
    "maxOutputTokens": "max_tokens",
    "stopSequences": "stop",
    "seed": "seed",
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
}


def write_google(asked: Input) -> Written:
    settings = asked.settings
    if {"generationConfig", "thinkingConfig"} & set(asked.rest):
        raise NeedsServer("These parameters are not supported.")
    system = "\n\n".join(one["content"] for one in asked.messages if is_instruction(one))
    contents: List[Fields] = []
    for message in asked.messages:
        if is_instruction(message):
            continue
        role = "model" if message["role"] == "assistant" else "user"
        part = {"text": message["content"]}
        if contents and contents[-1]["role"] == role:
            contents[-1]["parts"].append(part)
        else:
            contents.append({"role": role, "parts": [part]})
    if not contents:  # at least one message is required
        contents, system = [{"role": "user", "parts": [{"text": system}]}], ""
    config: Fields = {**({"systemInstruction": system} if system else {}), **defined(settings, _camel_case)}
    if "reasoning_effort" in settings:
        config["thinkingConfig"] = {"thinkingLevel": settings["reasoning_effort"].upper()}
    if asked.schema:
        config.update({"responseMimeType": "application/json", "responseJsonSchema": asked.schema})
    config.update(asked.rest)
    body = {"model": asked.model["name"], "contents": contents, "config": config}
    return body, ["service_tier"] if "service_tier" in settings else []


def write_ai_sdk(asked: Input) -> Written:
    """
    Writes the request without the response schema, which is returned separately because the AI SDK needs functions for
    it.
    """
    provider, settings = asked.model["provider"], asked.settings
    system = "\n\n".join(one["content"] for one in asked.messages if is_instruction(one))
    said = [
        dict(one) if _is_native(one) else {"role": one["role"], "content": one["content"]}
        for one in asked.messages
        if not is_instruction(one)
    ]
    effort = settings.get("reasoning_effort")
    if provider == "anthropic":
        options = {} if effort is None else {"effort": effort}
    elif provider == "google":
        options = {} if effort is None else {"thinkingConfig": {"thinkingLevel": effort}}
    else:
        options = defined(settings, {"reasoningEffort": "reasoning_effort", "serviceTier": "service_tier"})
    options = {**options, **asked.rest}
    body: Fields = {
        "model": f"{provider}/{asked.model['name']}",
        **({"system": system} if system and said else {}),
        "messages": said or [{"role": "user", "content": system}],
        **defined(settings, _camel_case),
        **({"providerOptions": {provider: options}} if options else {}),
    }
    return body, []


_langchain = {
    "temperature": "temperature",
    "topP": "top_p",
    "topK": "top_k",
    "maxTokens": "max_tokens",
    "stop": "stop",
    "seed": "seed",
    "presencePenalty": "presence_penalty",
    "frequencyPenalty": "frequency_penalty",
    "reasoningEffort": "reasoning_effort",
    "serviceTier": "service_tier",
}


def write_langchain(asked: Input) -> Written:
    messages = [dict(one) for one in asked.messages]
    for one in messages:
        if one["role"] == "developer":
            one["role"] = "system"
    model = asked.model
    body: Fields = {
        "messages": messages,
        "model": {
            "model": model["name"],
            "modelProvider": model["provider"],
            **defined(asked.settings, _langchain),
            **asked.rest,
        },
        **({"responseSchema": asked.schema} if asked.schema else {}),
    }
    return body, []

"""The content of a version, compiled for repeated filling."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._errors import NeedsServer, UnderstudyError
from ._liquid import Template, compile_template
from ._values import fill_media, resolve_values

Placeholders = Mapping[str, Sequence[Mapping[str, Any]]]
most_characters = 4_000_000
_instructions = ("system", "developer")


class Message(Dict[str, Any]):
    """A message of a prompt: a dict with a reference to its prompt, which a wrapped client reads."""

    __slots__ = ("origin", "is_given")
    origin: Any
    #: Whether the caller gave it for a placeholder.
    is_given: bool


class Messages(List[Any]):
    """The messages of a prompt: a list with a reference to its prompt."""

    __slots__ = ("origin",)
    origin: Any


def in_sending_order(content: Mapping[str, Any]) -> List[Dict[str, Any]]:
    """
    Returns the entries with few-shot pairs at `{placeholder: "examples"}`, or else after the leading instructions.
    """
    entries: List[Dict[str, Any]] = list(content["messages"])
    pairs: List[Dict[str, Any]] = []
    for one in content.get("examples") or ():
        pairs.append({"role": "user", "content": one["input"]})
        pairs.append({"role": "assistant", "content": one["output"]})
    for index, entry in enumerate(entries):
        if entry.get("placeholder") == "examples":
            return entries[:index] + pairs + entries[index + 1 :]
    leading = next(
        (at for at, one in enumerate(entries) if "placeholder" in one or one["role"] not in _instructions), len(entries)
    )
    return entries[:leading] + pairs + entries[leading:]


def check_placeholders(placeholders: Placeholders) -> None:
    """Raises an error for the first invalid message."""
    for messages in placeholders.values():
        if not isinstance(messages, (list, tuple)):
            raise UnderstudyError("invalid_request", "A placeholder is filled with a list of messages.", 422)
        for message in messages:
            if not isinstance(message, dict):
                raise UnderstudyError("invalid_request", "A message is an object.", 422)
            if message.get("role") in _instructions or message.get("type") in _instructions:
                raise UnderstudyError("invalid_request", "A system message cannot be inserted here.", 422)
            if not isinstance(message.get("role"), str) and not isinstance(message.get("type"), str):
                raise UnderstudyError("invalid_request", "A message has a role.", 422)


Fill = Callable[[Sequence[Any]], Any]
Step = Tuple[Dict[str, Any], Optional[Fill]]


class Compiled:
    """
    Compiled content. Templates are parsed when they are first filled. Concurrent threads may parse one twice, which is
    harmless.
    """

    __slots__ = ("content", "_declared", "_steps")

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self._declared = content.get("variables") or []
        self._steps: Optional[List[Step]] = None

    def _compile(self) -> List[Step]:
        names = [one["name"] for one in self._declared]
        steps: List[Step] = []
        for entry in in_sending_order(self.content):
            if "placeholder" in entry:
                steps.append((entry, None))
            elif isinstance(entry["content"], str):
                steps.append((entry, compile_template(entry["content"], names)))
            else:
                steps.append((entry, _compile_parts(entry["content"], names)))
        return steps

    def render(self, variables: Mapping[str, Any], placeholders: Optional[Placeholders]) -> Messages:
        """
        Returns the filled messages. Raises UnderstudyError for invalid values, and NeedsServer for an unsupported
        template.
        """
        if placeholders:
            check_placeholders(placeholders)
        values = resolve_values(self._declared, variables)
        if self._steps is None:
            self._steps = self._compile()
        messages = Messages()
        characters = 0
        for entry, fill in self._steps:
            if fill is None:
                given = placeholders.get(entry["placeholder"]) if placeholders else None
                if given is None:
                    messages.append(Message(entry))
                else:
                    for one in given:
                        messages.append(Message(one))
                        messages[-1].is_given = True
                continue
            message = Message(entry)
            message["content"] = filled = fill(values)
            characters += len(filled) if isinstance(filled, str) else 0
            messages.append(message)
        if characters > most_characters:
            raise NeedsServer("The text is too long.")
        return messages


def _compile_parts(parts: Sequence[Dict[str, Any]], names: Sequence[str]) -> Fill:
    steps: List[Tuple[Dict[str, Any], Optional[str], Any]] = []
    for part in parts:
        if part["type"] == "text":
            steps.append((part, "text", compile_template(part["text"], names)))
        elif "variable" in part:
            slot = list(names).index(part["variable"]) if part["variable"] in names else None
            steps.append((part, "variable", slot))
        elif "url" in part:
            steps.append((part, "url", compile_template(part["url"], names)))
        else:
            steps.append((part, None, None))

    def fill(values: Sequence[Any]) -> List[Dict[str, Any]]:
        filled: List[Dict[str, Any]] = []
        for part, field, how in steps:
            if field is None:
                filled.append(dict(part))
            elif field != "variable":
                template: Template = how
                filled.append({**part, field: template(values)})
            elif how is not None and values[how] is not None:
                filled.append(fill_media(part, values[how]))
        return filled

    return fill


def join_text(messages: Sequence[Mapping[str, Any]]) -> str:
    """Returns messages as one text. Raises NeedsServer if one contains more than text."""
    texts: List[str] = []
    for message in messages:
        content = message.get("content")
        if not isinstance(content, str) or not set(message) <= {"role", "content", "name"} or message["role"] == "tool":
            raise NeedsServer("A message contains more than text.")
        texts.append(content)
    return "\n\n".join(texts)

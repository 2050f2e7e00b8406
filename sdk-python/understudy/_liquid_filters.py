"""The filters whose results equal those of the server's Liquid. Other filters and unusual values raise NeedsServer."""

from __future__ import annotations

import math
import re
from typing import Any, Callable, Dict, List

from ._errors import NeedsServer
from ._js import is_number, json_text, number_text

# JavaScript's whitespace, which trim() and Liquid's {%- strip.
blank_characters = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
blank_characters += "\u2028\u2029\u202f\u205f\u3000\ufeff"

_number = re.compile(r"-?\d+(\.\d+)?\Z")
_escapes = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    if isinstance(value, (list, tuple)):
        return "".join(_text(one) for one in value)
    raise NeedsServer("An object cannot be converted to text.")


def _list(value: Any) -> List[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _float(value: Any) -> float:
    if is_number(value):
        return float(value)
    if isinstance(value, str) and _number.match(value):
        return float(value)
    raise NeedsServer("A calculation uses a value that is not a number.")


def _divided(value: Any, by: Any) -> float:
    if _float(by) == 0:
        raise NeedsServer("A division by zero.")
    return _float(value) / _float(by)


def _default(value: Any, otherwise: Any = "") -> Any:
    if isinstance(value, (str, list, tuple)):
        return value if len(value) else otherwise
    return otherwise if value is None or value is False else value


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-16-le", "surrogatepass")) // 2
    if isinstance(value, dict):
        raise NeedsServer("The size of an object is not supported.")
    return len(value) if isinstance(value, (list, tuple)) else 0


def _end(value: Any, at: int) -> Any:
    if not isinstance(value, (list, tuple)) or not value:
        raise NeedsServer("first and last are only supported for lists.")
    return value[at]


def _join(value: Any, between: Any = " ") -> str:
    separator = " " if between is None else _text(between)
    return separator.join(_item(one) for one in _list(value))


def _item(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        raise NeedsServer("A nested list cannot be converted to text.")
    return _text(value)


def _replace(value: Any, old: Any, new: Any = "") -> str:
    if _text(old) == "":
        raise NeedsServer("The text to replace is empty.")
    return _text(value).replace(_text(old), _text(new))


def _replace_first(value: Any, old: Any, new: Any = "") -> str:
    return _text(value).replace(_text(old), _text(new), 1)


def _split(value: Any, by: Any) -> List[str]:
    if _text(by) == "":
        raise NeedsServer("Splitting a text into characters is not supported.")
    parts = _text(value).split(_text(by))
    while parts and parts[-1] == "":
        parts.pop()
    return parts


def _truncate(value: Any, length: Any = 50, end: Any = "...") -> Any:
    text, ending = _text(value), _text(end)
    if not isinstance(length, int) or isinstance(length, bool) or length < 0:
        raise NeedsServer("The length is not a whole number from 0.")
    return value if len(text) <= length else text[: max(length - len(ending), 0)] + ending


def _map(value: Any, key: Any) -> List[Any]:
    if not isinstance(key, str) or "." in key or not all(isinstance(one, dict) and key in one for one in _list(value)):
        raise NeedsServer("Some items do not have the property.")
    return [one[key] for one in _list(value)]


def _capitalize(value: Any) -> str:
    text = _text(value)
    if text and ord(text[0]) > 0xFFFF:
        raise NeedsServer("A character outside the Basic Multilingual Plane cannot be capitalized.")
    return text[:1].upper() + text[1:].lower()


FILTERS: Dict[str, Callable[..., Any]] = {
    "upcase": lambda value: _text(value).upper(),
    "downcase": lambda value: _text(value).lower(),
    "capitalize": _capitalize,
    "strip": lambda value: _text(value).strip(blank_characters),
    "lstrip": lambda value: _text(value).lstrip(blank_characters),
    "rstrip": lambda value: _text(value).rstrip(blank_characters),
    "strip_newlines": lambda value: re.sub(r"\r?\n", "", _text(value)),
    "newline_to_br": lambda value: re.sub(r"\r?\n", "<br />\n", _text(value)),
    "escape": lambda value: "".join(_escapes.get(one, one) for one in _text(value)),
    "append": lambda value, more: _text(value) + _text(more),
    "prepend": lambda value, more: _text(more) + _text(value),
    "replace": _replace,
    "replace_first": _replace_first,
    "remove": lambda value, what: _replace(value, what),
    "truncate": _truncate,
    "split": _split,
    "join": _join,
    "size": _size,
    "first": lambda value: _end(value, 0),
    "last": lambda value: _end(value, -1),
    "reverse": lambda value: _list(value)[::-1],
    "compact": lambda value: [one for one in _list(value) if one is not None],
    "concat": lambda value, more: _list(value) + _list(more),
    "map": _map,
    "default": _default,
    "json": json_text,
    "raw": lambda value: value,
    "plus": lambda value, by: _float(value) + _float(by),
    "minus": lambda value, by: _float(value) - _float(by),
    "times": lambda value, by: _float(value) * _float(by),
    "divided_by": _divided,
    "at_least": lambda value, by: max(_float(value), _float(by)),
    "at_most": lambda value, by: min(_float(value), _float(by)),
    "abs": lambda value: abs(_float(value)),
    "floor": lambda value: math.floor(_float(value)),
    "ceil": lambda value: math.ceil(_float(value)),
}

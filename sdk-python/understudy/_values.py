"""Validates the values of a prompt's variables as the server does."""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._errors import UnderstudyError
from ._js import is_number, json_text, number_text

_address = re.compile(r"(https?|gs)://\S+\Z", re.I)
_data_url = re.compile(r"data:([A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+);base64,([A-Za-z0-9+/_=-]+)\Z")
_media_type = re.compile(r"[A-Za-z0-9_.+-]+/[A-Za-z0-9_.+-]+\Z")
_base64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}\Z")
_media_fields = {"url", "data", "media_type", "filename"}
_scalars = {"string", "number", "boolean"}


def value_text(value: object) -> str:
    """Formats a value for a prompt: texts unchanged, lists and objects as JSON, an empty text for None."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return json_text(value)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and bool(_address.match(value) or _data_url.match(value))


def _is_media(value: object) -> bool:
    if isinstance(value, str):
        return _is_url(value)
    if not isinstance(value, dict) or not all(key in _media_fields for key in value):
        return False
    if "filename" in value and not isinstance(value["filename"], str):
        return False
    kind = value.get("media_type")
    is_typed = isinstance(kind, str) and bool(_media_type.match(kind))
    if "data" not in value:
        return _is_url(value.get("url")) and ("media_type" not in value or is_typed)
    data = value["data"]
    return "url" not in value and is_typed and isinstance(data, str) and bool(_base64.match(data))


def fill_media(part: Mapping[str, Any], value: Any) -> Dict[str, Any]:
    """Returns the part with the value of its variable. A data URL becomes data with its type."""
    filled = {key: one for key, one in part.items() if key != "variable"}
    given: Dict[str, Any] = {"url": value} if isinstance(value, str) else dict(value)
    filename = given.pop("filename", None)
    found = _data_url.match(given["url"]) if "url" in given else None
    filled.update({"data": found.group(2), "media_type": found.group(1)} if found else given)
    if filename is not None and part["type"] == "file":
        filled["filename"] = filename
    return filled


def _is_of_type(value: object, kind: str) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "number":
        return is_number(value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "array":
        return isinstance(value, (list, tuple))
    if kind == "object":
        return isinstance(value, dict)
    return _is_media(value)


def _is_accepted(value: object, variable: Mapping[str, Any]) -> bool:
    kind = variable["type"]
    if _is_of_type(value, kind):
        return True
    return bool(variable.get("inferred")) and kind in _scalars and (isinstance(value, (str, bool)) or is_number(value))


def resolve_values(declared: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> List[Any]:
    """
    Returns the value of each declared variable: given, or the default, or None. Raises for missing or invalid values.
    """
    values: List[Any] = []
    is_faulty = False
    for variable in declared:
        value = given.get(variable["name"])
        if value is None:
            value = variable.get("default")
        values.append(value)
        if value is None:
            is_faulty = is_faulty or variable["required"]
        elif not _is_accepted(value, variable) or _fault(value, variable):
            is_faulty = True
    if is_faulty:
        raise _values_error(declared, values)
    return values


def _values_error(declared: Sequence[Mapping[str, Any]], values: Sequence[Any]) -> UnderstudyError:
    missing = [one["name"] for one, value in zip(declared, values) if value is None and one["required"]]
    if missing:
        return UnderstudyError("missing_variables", f"Required variables are missing: {', '.join(missing)}.", 422)
    for variable, value in zip(declared, values):
        message = None if value is None else _message(value, variable)
        if message:
            return UnderstudyError("invalid_variable_type", message, 422)
    raise AssertionError("No value is wrong.")


def _message(value: Any, variable: Mapping[str, Any]) -> Optional[str]:
    name, kind = variable["name"], variable["type"]
    if not _is_accepted(value, variable):
        what = f'The variable "{name}" is {_with_article(kind)}'
        if kind in ("image", "file"):
            return f'{what}: an https address, a data URL, {{ "url": … }} or {{ "data": …, "media_type": … }}.'
        return f"{what}; {_with_article(_type_of(value))} was given."
    fault = _fault(value, variable)
    return f'The variable "{name}" does not match its schema: {fault}' if fault else None


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, (list, tuple)) else "object"


def _fault(value: Any, variable: Mapping[str, Any]) -> Optional[str]:
    schema = variable.get("schema")
    return _schema_fault(value, schema) if schema is not None else None


def _list_of(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value]


def _is_schema_type(value: Any, kind: str) -> bool:
    if kind == "null":
        return value is None
    if kind == "integer":
        return is_number(value) and float(value).is_integer()
    return _is_of_type(value, kind)


Size = Callable[[Any], Optional[float]]
_own: Size = lambda value: value if is_number(value) else None  # noqa: E731
_characters: Size = lambda value: len(value.encode("utf-16-le", "surrogatepass")) // 2 if isinstance(value, str) else None  # noqa: E731,E501
_items: Size = lambda value: len(value) if isinstance(value, (list, tuple)) else None  # noqa: E731
_bounds: Dict[str, Tuple[Size, bool, str]] = {
    "minimum": (_own, True, "It is"),
    "maximum": (_own, False, "It is"),
    "minLength": (_characters, True, "Its characters are"),
    "maxLength": (_characters, False, "Its characters are"),
    "minItems": (_items, True, "Its items are"),
    "maxItems": (_items, False, "Its items are"),
}


def _keyword_fault(keyword: str, value: Any, argument: Any) -> Optional[str]:
    if keyword == "type":
        kinds = _list_of(argument)
        return None if any(_is_schema_type(value, one) for one in kinds) else f"It is of type {' or '.join(kinds)}."
    if keyword == "enum":
        is_known = any(json_text(one) == json_text(value) for one in _list_of(argument))
        return None if is_known else f"It is one of {json_text(argument)}."
    if keyword == "const":
        return None if json_text(argument) == json_text(value) else f"It is {json_text(argument)}."
    if keyword in _bounds:
        size, is_least, what = _bounds[keyword]
        found = size(value)
        if found is None or (found >= argument if is_least else found <= argument):
            return None
        return f"{what} {number_text(argument)} at {'least' if is_least else 'most'}."
    if keyword == "required" and isinstance(value, dict):
        missing = [name for name in _list_of(argument) if name not in value]
        return f"{', '.join(missing)} is required." if missing else None
    if keyword == "properties" and isinstance(value, dict):
        faults = (_schema_fault(value[name], one) for name, one in argument.items() if name in value)
        return next((one for one in faults if one), None)
    if keyword == "items" and isinstance(value, (list, tuple)):
        return next((one for one in (_schema_fault(item, argument) for item in value) if one), None)
    if keyword == "anyOf":
        fits = any(_schema_fault(value, one) is None for one in argument)
        return None if fits else "It matches none of the schemas in anyOf."
    return None


def _schema_fault(value: Any, schema: Mapping[str, Any]) -> Optional[str]:
    """Returns what in the value violates the schema. None if it is valid."""
    for keyword, argument in schema.items():
        fault = _keyword_fault(keyword, value, argument)
        if fault:
            return fault
    if schema.get("additionalProperties") is not False or not isinstance(value, dict):
        return None
    known = schema.get("properties") or {}
    extra = next((name for name in value if name not in known), None)
    return None if extra is None else f'"{extra}" is not a known property.'

"""Formats numbers, texts and JSON as the server does."""

from __future__ import annotations

import math
import re
from json.encoder import encode_basestring
from typing import Any

_index = re.compile(r"(0|[1-9][0-9]{0,9})\Z")
_surrogate = re.compile("[\ud800-\udfff]")
_most_exact = 2**53


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def number_text(value: "int | float") -> str:
    """Formats a number as ECMAScript does."""
    if isinstance(value, int) and -_most_exact <= value <= _most_exact:
        return str(int(value))
    value = float(value)
    if not math.isfinite(value):
        return "null"
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, power = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(power or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def utf8(text: str) -> bytes:
    """Encodes a text as UTF-8, with U+FFFD for lone surrogates."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def quote(text: str) -> str:
    try:
        text.encode()
        return encode_basestring(text)
    except UnicodeEncodeError:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        return _surrogate.sub(lambda half: f"\\u{ord(half.group()):04x}", encode_basestring(whole))


def json_text(value: Any) -> str:
    """Formats JSON as JSON.stringify does, including its number format and integer keys first."""
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([json_text(one) for one in value]) + "]"
    if isinstance(value, dict):
        keys = [key if isinstance(key, str) else str(key) for key in value]
        pairs = list(zip(keys, value.values()))
        if any(_index.match(key) for key in keys):
            pairs = sorted((one for one in pairs if _index.match(one[0])), key=lambda one: int(one[0])) + [
                one for one in pairs if not _index.match(one[0])
            ]
        return "{" + ",".join([quote(key) + ":" + json_text(one) for key, one in pairs]) + "}"
    raise TypeError(f"{type(value).__name__} is not a JSON value.")

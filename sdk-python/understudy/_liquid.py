"""The most used part of Liquid. Anything else raises NeedsServer, and the server's Liquid engine fills the template."""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._errors import NeedsServer
from ._liquid_filters import FILTERS, blank_characters
from ._js import is_number
from ._values import value_text

#: The maximum number of template parts that are filled here. The server has the exact limit and its error message.
most_steps = 5_000

_MISSING = object()
_EMPTY = object()
_BLANK = object()
_literals: Dict[str, Any] = {"true": True, "false": False, "nil": None, "null": None, "empty": _EMPTY, "blank": _BLANK}
_plain = re.compile(r"\{\{[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]*)[ \t\r\n]*\}\}")
_reserved = set(_literals) | {"and", "or", "not", "contains", "forloop", "prototype", "constructor", "toString"}
_reserved |= {"hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "valueOf", "__proto__"}
_reserved |= {"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"}

Scope = Dict[str, Any]
Template = Callable[[Sequence[Any]], str]


def compile_template(text: str, names: Sequence[str]) -> Template:
    """Compiles a template to a function that returns its text for the values, in the order of the names."""
    return _compile_plain(text, names) or _compile_liquid(text, names)


def _compile_plain(text: str, names: Sequence[str]) -> Optional[Template]:
    """Compiles text with only `{{ name }}` of declared variables. None if it contains more."""
    if "{%" in text:
        return None
    literals: List[str] = []
    slots: List[int] = []
    start = 0
    while True:
        opening = text.find("{{", start)
        if opening == -1:
            break
        found = _plain.match(text, opening)
        if not found or found.group(1) in _reserved or found.group(1) not in names:
            return None
        literals.append(text[start:opening])
        slots.append(list(names).index(found.group(1)))
        start = found.end()
    last = text[start:]
    if not slots:
        return lambda values: text
    pairs = list(zip(literals, slots))

    def fill(values: Sequence[Any]) -> str:
        parts: List[str] = []
        for literal, slot in pairs:
            parts.append(literal)
            parts.append(value_text(values[slot]))
        parts.append(last)
        return "".join(parts)

    return fill


class _Frame:
    """One filling of a template. Lookup order: loop variables, assigned variables, given values."""

    __slots__ = ("loops", "assigned", "given", "steps", "leaving")

    def __init__(self, given: Scope) -> None:
        self.loops: List[Scope] = []
        self.assigned: Scope = {}
        self.given = given
        self.steps = 0
        self.leaving: Optional[str] = None

    def read(self, name: str) -> Any:
        for scope in reversed(self.loops):
            if name in scope:
                return scope[name]
        if name in self.assigned:
            return self.assigned[name]
        return self.given.get(name, _MISSING)

    def step(self) -> None:
        self.steps += 1
        if self.steps > most_steps:
            raise NeedsServer("The template takes too much work.")


Node = Callable[[_Frame], str]
Value = Callable[[_Frame, bool], Any]


def _compile_liquid(text: str, names: Sequence[str]) -> Template:
    parser = _Parser(text)
    body = parser.block(())[0]
    assigned = dict.fromkeys(parser.assigned)

    def fill(values: Sequence[Any]) -> str:
        given: Scope = dict(assigned)
        given.update(zip(names, values))
        return _render(body, _Frame(given))

    return fill


def _render(nodes: Sequence[Node], frame: _Frame) -> str:
    parts: List[str] = []
    for node in nodes:
        frame.step()
        parts.append(node(frame))
        if frame.leaving:
            break
    return "".join(parts)


_tag = re.compile(r"\{\{-?(.*?)-?\}\}|\{%-?(.*?)-?%\}", re.S)
_name = re.compile(r"\s*([a-z]+)\s*(.*)\Z", re.S)
_end_raw = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_closers = {"if": "endif", "unless": "endunless", "for": "endfor", "case": "endcase", "capture": "endcapture"}

# {%- and -%} strip slightly different characters than trim().
_blanks = blank_characters.replace("\ufeff", "\u180e")

Token = Tuple[str, str, str]


def _tokenize(text: str) -> List[Token]:
    """Returns kind (text, output, tag), name of a tag, and content. `-` strips adjacent blanks."""
    tokens: List[Token] = []
    position, strips_next = 0, False

    def add_text(piece: str, strips_end: bool) -> None:
        if strips_next:
            piece = piece.lstrip(_blanks)
        if strips_end:
            piece = piece.rstrip(_blanks)
        if piece:
            tokens.append(("text", "", piece))

    while True:
        found = _tag.search(text, position)
        if not found:
            rest = text[position:]
            if "{{" in rest or "{%" in rest:
                raise NeedsServer("A tag is not closed.")
            add_text(rest, False)
            return tokens
        whole = found.group()
        add_text(text[position : found.start()], whole[2] == "-")
        strips_next, position = whole[-3] == "-", found.end()
        output, tag = found.group(1), found.group(2)
        content = output if output is not None else tag
        if content.count('"') % 2 or content.count("'") % 2 or "{{" in content or "{%" in content:
            raise NeedsServer("Delimiters inside quotes are not supported.")
        if output is not None:
            tokens.append(("output", "", output))
            continue
        if tag.lstrip().startswith("#"):
            continue
        parts = _name.match(tag)
        if not parts:
            raise NeedsServer("The syntax of a tag is not supported.")
        if parts.group(1) != "raw":
            tokens.append(("tag", parts.group(1), parts.group(2).strip()))
            continue
        end = _end_raw.search(text, position)
        if not end:
            raise NeedsServer("A raw tag is not closed.")
        add_text(text[position : end.start()], end.group()[2] == "-")
        strips_next, position = end.group()[-3] == "-", end.end()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokenize(text)
        self._at = 0
        self.assigned: List[str] = []

    def block(self, ends: Sequence[str]) -> Tuple[List[Node], str, str]:
        """Parses everything up to one of these tags. Returns the parts, the tag's name and its content."""
        nodes: List[Node] = []
        while self._at < len(self._tokens):
            kind, name, content = self._tokens[self._at]
            self._at += 1
            if kind == "text":
                nodes.append(lambda frame, text=content: text)  # type: ignore[misc]
            elif kind == "output":
                nodes.append(_output(_filtered(content)))
            elif name in ends:
                return nodes, name, content
            else:
                nodes.append(self._tag(name, content))
        if ends:
            raise NeedsServer("A tag is not closed.")
        return nodes, "", ""

    def _tag(self, name: str, content: str) -> Node:
        if name in ("if", "unless"):
            return self._condition(name, content)
        if name == "for":
            return self._loop(content)
        if name == "case":
            return self._case(content)
        if name == "assign":
            found = re.match(r"([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)\Z", content, re.S)
            if not found:
                raise NeedsServer("The syntax of an assign tag is not supported.")
            return self._assign(found.group(1), _filtered(found.group(2)))
        if name == "capture":
            if not re.match(r"[A-Za-z_][A-Za-z0-9_]*\Z", content):
                raise NeedsServer("The syntax of a capture tag is not supported.")
            nodes = self.block(("endcapture",))[0]
            return self._assign(content, lambda frame, _: _render(nodes, frame))
        if name == "comment":
            while self._at < len(self._tokens) and self._tokens[self._at][1] != "endcomment":
                self._at += 1
            self._at += 1
            return lambda frame: ""
        if name == "echo":
            return _output(_filtered(content))
        if name in ("break", "continue") and content == "":

            def leave(frame: _Frame) -> str:
                if not frame.loops:
                    raise NeedsServer("break is outside of a loop.")
                frame.leaving = name
                return ""

            return leave
        raise NeedsServer(f"The tag {name} is not supported.")

    def _assign(self, name: str, value: Value) -> Node:
        self.assigned.append(name)

        def assign(frame: _Frame) -> str:
            frame.assigned[name] = value(frame, False)
            return ""

        return assign

    def _condition(self, name: str, content: str) -> Node:
        end = _closers[name]
        branches: List[Tuple[Value, List[Node]]] = []
        condition = _filtered(content)
        negated = name == "unless"
        otherwise: List[Node] = []
        while True:
            nodes, ending, more = self.block(("elsif", "else", end))
            branches.append((condition, nodes))
            if ending == "elsif":
                condition = _filtered(more)
                continue
            if more:
                raise NeedsServer("There is unexpected text after else or an end tag.")
            if ending == "else":
                otherwise, _, more = self.block((end,))
            break
        if more:
            raise NeedsServer("There is unexpected text after an end tag.")

        def choose(frame: _Frame) -> str:
            for index, (value, nodes) in enumerate(branches):
                if _is_true(value(frame, True)) != (negated and index == 0):
                    return _render(nodes, frame)
            return _render(otherwise, frame)

        return choose

    def _case(self, content: str) -> Node:
        value = _filtered(content)
        nodes, ending, more = self.block(("when", "else", "endcase"))
        branches: List[Tuple[List[Value], List[Node]]] = []
        otherwise: List[Node] = []
        while ending == "when":
            values = [_expression(one) for one in _split_values(more)]
            nodes, ending, more = self.block(("when", "else", "endcase"))
            branches.append((values, nodes))
        if ending == "else":
            otherwise, ending, _ = self.block(("endcase",))

        def choose(frame: _Frame) -> str:
            found = value(frame, True)
            text, is_hit = "", False
            for values, nodes in branches:
                if any([_equals(found, one(frame, True)) for one in values]):
                    is_hit = True
                    text += _render(nodes, frame)
                    if frame.leaving:
                        return text
            return text if is_hit else _render(otherwise, frame)

        return choose

    def _loop(self, content: str) -> Node:
        found = re.match(r"([A-Za-z_][A-Za-z0-9_]*)\s+in\s+(\([^()]*\)|[^\s:]+)\s*(.*)\Z", content, re.S)
        if not found:
            raise NeedsServer("The syntax of a for tag is not supported.")
        variable, source, rest = found.groups()
        bounds: Dict[str, Value] = {}
        is_reversed = False
        while rest:
            more = re.match(r"(?:(limit|offset)\s*:\s*([A-Za-z0-9_.]+)|(reversed))\s*,?\s*(.*)\Z", rest, re.S)
            if not more or more.group(2) == "continue":
                raise NeedsServer("A parameter of a for tag is not supported.")
            if more.group(3):
                is_reversed = True
            else:
                bounds[more.group(1)] = _expression(more.group(2))
            rest = more.group(4)
        range_of = re.match(r"\(\s*([A-Za-z0-9_.]+?)\s*\.\.\s*([A-Za-z0-9_.]+)\s*\)\Z", source)
        ends = [_expression(one) for one in range_of.groups()] if range_of else []
        collection = _expression(source) if not range_of else None
        if source.startswith("(") and not range_of:
            raise NeedsServer("The syntax of a range is not supported.")
        body, ending, _ = self.block(("else", "endfor"))
        otherwise = self.block(("endfor",))[0] if ending == "else" else []

        def items_of(frame: _Frame) -> List[Any]:
            if collection is None:
                low, high = (_whole(one(frame, False)) for one in ends)
                if high - low > most_steps:
                    raise NeedsServer("A range is too long.")
                return list(range(low, high + 1))
            value = collection(frame, False)
            if isinstance(value, (list, tuple)):
                return list(value)
            if isinstance(value, dict):
                return [[key, one] for key, one in value.items()]
            if isinstance(value, str) and value:
                return [value]
            return []

        def loop(frame: _Frame) -> str:
            items = items_of(frame)
            if not items:
                return _render(otherwise, frame)
            if "offset" in bounds:
                items = items[_count(bounds["offset"](frame, False)) :]
            if "limit" in bounds:
                items = items[: _count(bounds["limit"](frame, False))]
            if is_reversed:
                items.reverse()
            state: Scope = {}
            scope: Scope = {"forloop": _Loop(state)}
            frame.loops.append(scope)
            parts: List[str] = []
            length = len(items)
            for index, item in enumerate(items):
                scope[variable] = item
                state.update(index=index + 1, index0=index, first=index == 0, last=index == length - 1, length=length)
                state.update(rindex=length - index, rindex0=length - index - 1)
                parts.append(_render(body, frame))
                left, frame.leaving = frame.leaving, None
                if left == "break":
                    break
            frame.loops.pop()
            return "".join(parts)

        return loop


class _Loop:
    """The `forloop` object. Only its properties have values."""

    __slots__ = ("state",)

    def __init__(self, state: Scope) -> None:
        self.state = state


def _whole(value: Any) -> int:
    if not is_number(value) or not float(value).is_integer():
        raise NeedsServer("A range uses values that are not whole numbers.")
    return int(value)


def _count(value: Any) -> int:
    count = _whole(value)
    if count < 0:
        raise NeedsServer("A count is negative.")
    return count


def _output(value: Value) -> Node:
    def write(frame: _Frame) -> str:
        found = value(frame, False)
        if found is _EMPTY or found is _BLANK:
            return ""
        if isinstance(found, _Loop):
            raise NeedsServer("forloop cannot be converted to text.")
        return value_text(found)

    return write


def _is_true(value: Any) -> bool:
    return value is not None and value is not False and value is not _MISSING


# Expressions.

_token = re.compile(
    r"\s*(?:(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<number>-?\d+(?:\.\d+)?)(?![\w.?-])|(?P<operator>==|!=|>=|<=|>|<)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?![?\-\u0080-\uffff])|(?P<mark>[.\[\]|:,]))",
)
Piece = Tuple[str, str]


def _pieces(text: str) -> List[Piece]:
    pieces: List[Piece] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        found = _token.match(text, position)
        if not found or found.end() == position:
            raise NeedsServer("The syntax of an expression is not supported.")
        kind = str(found.lastgroup)
        pieces.append((kind, found.group(kind)))
        position = found.end()
    return pieces


def _split_values(text: str) -> List[str]:
    values = re.findall(r"\"[^\"]*\"|'[^']*'|[^\s,]+", text)
    return [one for one in values if one != "or"]


def _expression(text: str) -> Value:
    reader = _Reader(_pieces(text))
    value = reader.value()
    reader.end()
    return value


def _filtered(text: str) -> Value:
    """Compiles an expression with its filters."""
    reader = _Reader(_pieces(text))
    value = reader.logic()
    filters: List[Tuple[Callable[..., Any], List[Value]]] = []
    is_lenient = False
    while reader.takes("|"):
        name = reader.name()
        if name not in FILTERS:
            raise NeedsServer(f"The filter {name} is not supported.")
        arguments: List[Value] = []
        if reader.takes(":"):
            arguments.append(reader.value())
            while reader.takes(","):
                arguments.append(reader.value())
        is_lenient = is_lenient or (name == "default" and not filters)
        filters.append((FILTERS[name], arguments))
    reader.end()
    if not filters:
        return value

    def evaluate(frame: _Frame, lenient: bool) -> Any:
        found = _known(value(frame, lenient or is_lenient))
        for function, arguments in filters:
            frame.step()
            try:
                found = function(found, *[_known(one(frame, False)) for one in arguments])
            except (TypeError, ValueError, ArithmeticError) as error:
                raise NeedsServer(str(error)) from error
        return found

    return evaluate


def _known(value: Any) -> Any:
    """Returns the value if filters support it. Otherwise raises NeedsServer."""
    if value is _EMPTY or value is _BLANK or isinstance(value, _Loop):
        raise NeedsServer("A filter on a literal is not supported.")
    return value


class _Reader:
    def __init__(self, pieces: List[Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    def _peek(self) -> Piece:
        return self._pieces[self._at] if self._at < len(self._pieces) else ("end", "")

    def takes(self, mark: str) -> bool:
        if self._peek() != ("mark", mark):
            return False
        self._at += 1
        return True

    def name(self) -> str:
        kind, text = self._peek()
        if kind != "name":
            raise NeedsServer("A name is missing.")
        self._at += 1
        return text

    def end(self) -> None:
        if self._at < len(self._pieces):
            raise NeedsServer("There is unexpected text in an expression.")

    def logic(self) -> Value:
        left = self._negation()
        kind, word = self._peek()
        if kind != "name" or word not in ("and", "or"):
            return left
        self._at += 1
        right = self.logic()

        def both(frame: _Frame, lenient: bool) -> bool:
            one, other = _is_true(left(frame, lenient)), _is_true(right(frame, lenient))
            return one and other if word == "and" else one or other

        return both

    def _negation(self) -> Value:
        if self._peek() != ("name", "not"):
            return self._comparison()
        self._at += 1
        value = self._negation()
        return lambda frame, lenient: not _is_true(value(frame, lenient))

    def _comparison(self) -> Value:
        has_nil = self._is_nil()
        left = self.value()
        kind, operator = self._peek()
        if kind != "operator" and (kind, operator) != ("name", "contains"):
            return left
        self._at += 1
        has_nil = has_nil or self._is_nil()
        right = self.value()
        if self._peek()[0] == "operator" or (has_nil and operator not in ("==", "!=")):
            raise NeedsServer("A comparison of comparisons is not supported.")
        return lambda frame, lenient: _compare(operator, left(frame, lenient), right(frame, lenient))

    def _is_nil(self) -> bool:
        return self._peek()[1] in ("nil", "null") and self._peek()[0] == "name"

    def value(self) -> Value:
        kind, text = self._peek()
        self._at += 1
        if kind == "text":
            constant: Any = text[1:-1]
        elif kind == "number":
            constant = float(text) if "." in text else int(text)
        elif kind == "name" and text in _literals:
            constant = _literals[text]
        elif kind == "name" and text not in ("and", "or", "not", "contains"):
            return self._path(text)
        else:
            raise NeedsServer("A value is missing.")
        if self._peek() in (("mark", "."), ("mark", "[")):
            raise NeedsServer("A property of a literal is not supported.")
        return lambda frame, lenient: constant

    def _path(self, name: str) -> Value:
        keys: List[Value] = []
        while True:
            if self.takes("."):
                key = self.name()
                keys.append(lambda frame, lenient, key=key: key)  # type: ignore[misc]
            elif self.takes("["):
                keys.append(self.value())
                if not self.takes("]"):
                    raise NeedsServer("A bracket is not closed.")
            else:
                break

        def read(frame: _Frame, lenient: bool) -> Any:
            value = frame.read(name)
            for key in keys:
                if value is _MISSING:
                    break
                value = _property(value, key(frame, False))
            if value is not _MISSING:
                return value
            if lenient:
                return None
            raise NeedsServer("A variable has no value.")

        return read


def _property(value: Any, key: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, _Loop):
        return value.state.get(key, _MISSING) if key != "name" else _refuse("forloop.name")
    if isinstance(value, (list, tuple)):
        if key == "size":
            return len(value)
        if key in ("first", "last"):
            key = 0 if key == "first" else -1
        if not isinstance(key, int) or isinstance(key, bool):
            return _refuse("A property of a list is not supported.")
        return value[key] if -len(value) <= key < len(value) else _MISSING
    if isinstance(value, dict):
        if not isinstance(key, str):
            return _refuse("A key is not a text.")
        if key in value:
            return value[key]
        if key in ("size", "first", "last"):
            return _refuse("A built-in property of an object is not supported.")
        return _MISSING
    if isinstance(value, str) and key == "size":
        return len(value.encode("utf-16-le", "surrogatepass")) // 2
    return _refuse("A property of a text or a number is not supported.")


def _refuse(what: str) -> Any:
    raise NeedsServer(what)


def _is_empty(value: Any) -> bool:
    return isinstance(value, (str, list, tuple, dict)) and len(value) == 0


def _equals(left: Any, right: Any) -> bool:
    for one, other in ((left, right), (right, left)):
        if one is None:
            return other is None or other is _BLANK
        if one is _BLANK:
            return other is None or other is False or (isinstance(other, str) and not other.strip(blank_characters)) or (
                _is_empty(other)
            )
        if one is _EMPTY:
            return other is not _EMPTY and _is_empty(other)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, (dict, list, tuple)) and isinstance(right, (dict, list, tuple)):
        return bool(_refuse("A comparison of objects is not supported."))
    return False


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator in ("==", "!="):
        return _equals(left, right) == (operator == "==")
    if operator == "contains":
        return _contains(left, right)
    if left is None and is_number(right):
        left = 0
    if right is None and is_number(left):
        right = 0
    both_numbers = is_number(left) and is_number(right)
    both_texts = isinstance(left, str) and isinstance(right, str) and left.isascii() and right.isascii()
    if not both_numbers and not both_texts:
        return bool(_refuse("A comparison of different types is not supported."))
    if operator == ">":
        return bool(left > right)
    if operator == "<":
        return bool(left < right)
    return bool(left >= right) if operator == ">=" else bool(left <= right)


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, (list, tuple)):
        return any(_equals(one, right) for one in left)
    if isinstance(left, str):
        return right in left if isinstance(right, str) else bool(_refuse("contains needs a text."))
    return False if left is None or is_number(left) or isinstance(left, (bool, dict)) else bool(_refuse("contains"))

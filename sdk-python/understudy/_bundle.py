"""The prompts of an environment, from the server's bundle."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from ._assignment import Share, Splitter
from ._content import Compiled
from ._errors import UnderstudyError
from ._js import utf8

_format = 1
_frame = re.compile(rb'\{"hash":"([0-9a-f]{64})","bundle":')
_surrogate = re.compile("[\ud800-\udfff]")

#: (reason, experiment id, variant)
Assignment = Tuple[str, Optional[str], Optional[str]]
#: (experiment id, phase, batch, variant)
Exposure = Tuple[str, int, int, str]
RELEASED: Assignment = ("release", None, None)
KEPT: Assignment = ("release", None, "control")
PINNED: Assignment = ("pinned", None, None)


class Served:
    """One version, as it is served."""

    __slots__ = ("name", "environment", "version", "version_id", "content_hash", "content", "compiled")

    def __init__(self, name: str, environment: str, record: Mapping[str, Any]) -> None:
        self.name = name
        self.environment = environment
        self.version: int = record["version"]
        self.version_id: str = record["versionId"]
        self.content_hash: str = record["contentHash"]
        self.content: Dict[str, Any] = record["content"]
        self.compiled = Compiled(self.content)


Choice = Tuple[Served, Assignment, Optional[Exposure]]


class _Entry:
    """One prompt, prepared for `choose`."""

    __slots__ = ("record", "released", "splitter", "arms", "share", "kept", "until")

    def __init__(self, record: Dict[str, Any], environment: str) -> None:
        name = record["name"]
        self.record = record
        self.released: Choice = (Served(name, environment, record), RELEASED, None)
        self.splitter: Optional[Splitter] = None
        self.arms: List[Choice] = []
        self.share: Optional[Share] = None
        self.kept: Choice = self.released
        self.until = 0.0
        experiment = record.get("experiment")
        if experiment:
            self.splitter = Splitter(experiment)
            versions = {one["version"]: one for one in experiment["versions"]}
            for one in experiment["variants"]:
                served = Served(name, environment, versions.get(one["version"], record))
                exposure = (experiment["id"], experiment["phase"], experiment["batch"], one["key"])
                self.arms.append((served, ("experiment", experiment["id"], one["key"]), exposure))
        control = record.get("control")
        if control:
            self.share = Share(f"control:{control['seed']}", [(0, control["share"])])
            self.kept = (Served(name, environment, control), KEPT, None)
            self.until = control["until"]

    def versions(self) -> Iterable[Served]:
        return [one[0] for one in (self.released, *self.arms, self.kept)]


class Book:
    """The prompts of an environment. Immutable, so that threads read it without a lock."""

    __slots__ = ("hash", "head", "_by_id", "_by_name")

    def __init__(self, hash: str, head: Dict[str, Any], by_id: Dict[str, _Entry]) -> None:
        self.hash = hash
        self.head = head
        self._by_id = by_id
        # A prompt's current name takes precedence over a former name of another prompt.
        self._by_name: Dict[str, _Entry] = {}
        for entry in by_id.values():
            for alias in entry.record.get("aliases") or ():
                self._by_name[alias] = entry
        for entry in by_id.values():
            self._by_name[entry.record["name"]] = entry

    @property
    def environment(self) -> str:
        return str(self.head["environment"])

    def __len__(self) -> int:
        return len(self._by_id)

    def choose(self, name: str, user_id: Optional[str], now: Any) -> Optional[Choice]:
        """Returns the version for a user. None if the prompt is unknown. `now` returns the server's time."""
        entry = self._by_name.get(name)
        if entry is None:
            return None
        if user_id is None:
            return entry.released
        if entry.splitter is not None:
            index = entry.splitter.variant_of(utf8(user_id))
            if index >= 0:
                return entry.arms[index]
        elif entry.share is not None and now() < entry.until and entry.share.includes(utf8(user_id)):
            return entry.kept
        return entry.released

    def pinned(self, name: str, version: int) -> Optional[Served]:
        entry = self._by_name.get(name)
        return next((one for one in entry.versions() if one.version == version), None) if entry else None

    def changed(self, change: Mapping[str, Any]) -> "Tuple[Book, List[str]]":
        """Returns the book after a change, and the names of the changed prompts."""
        by_id = dict(self._by_id)
        names: Dict[str, None] = {}
        for prompt_id in change["removed"]:
            gone = by_id.pop(prompt_id, None)
            if gone:
                names[gone.record["name"]] = None
        for record in change["prompts"]:
            before = by_id.get(record["promptId"])
            if before:
                names[before.record["name"]] = None
            names[record["name"]] = None
            by_id[record["promptId"]] = _Entry(record, self.environment)
        return Book(change["to"], self.head, by_id), list(names)

    def differences(self, other: "Book") -> List[str]:
        """Returns the names whose prompts differ from the other book's."""
        names: Dict[str, None] = {}
        for one, two in ((self, other), (other, self)):
            for prompt_id, entry in one._by_id.items():
                theirs = two._by_id.get(prompt_id)
                if theirs is None or theirs.record != entry.record:
                    names[entry.record["name"]] = None
        return list(names)

    def write(self) -> bytes:
        """Returns the bundle in the format that `read_bundle` reads."""
        records = sorted((entry.record for entry in self._by_id.values()), key=lambda one: utf8(one["name"]))
        text = json.dumps({**self.head, "prompts": records}, ensure_ascii=False, separators=(",", ":"))
        own = _surrogate.sub(lambda half: f"\\u{ord(half.group()):04x}", text).encode()
        return b'{"hash":"' + hashlib.sha256(own).hexdigest().encode() + b'","bundle":' + own + b"}"


def read_bundle(body: bytes) -> Book:
    """Parses a bundle and verifies its hash. Raises `bundle_invalid`."""
    found = _frame.match(body)
    if not found:
        raise UnderstudyError("bundle_invalid", "This is not a bundle.")
    own = body.rstrip()[found.end() : -1]
    named = found.group(1).decode()
    if hashlib.sha256(own).hexdigest() != named:
        raise UnderstudyError("bundle_invalid", "The bundle is incomplete or changed.")
    document = json.loads(own)
    if document["format"] != _format:
        message = f"The bundle has format {document['format']}. Update the understudy package."
        raise UnderstudyError("bundle_invalid", message)
    head = {key: value for key, value in document.items() if key != "prompts"}
    entries = {record["promptId"]: _Entry(record, head["environment"]) for record in document["prompts"]}
    return Book(named, head, entries)

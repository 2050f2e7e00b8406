"""The result of resolve."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional

from ._bundle import Assignment, Served
from ._content import Message, Messages, Placeholders, in_sending_order, join_text
from ._errors import NeedsServer, UnderstudyError
from ._js import json_text
from ._requests import write_request

#: Formats whose answer contains a request. The server alone can write some of them.
REQUEST_FORMATS = ("openai", "openai-responses", "anthropic", "google", "ai-sdk", "langchain")
FORMATS = ("messages", "text", *REQUEST_FORMATS)


class Circumstances:
    """The data of an answer besides the version."""

    __slots__ = ("assignment", "source", "stale", "user_id", "new_id", "error")

    def __init__(
        self,
        assignment: Assignment,
        source: str,
        stale: bool,
        user_id: Optional[str],
        new_id: Callable[[str], str],
        error: Optional[UnderstudyError] = None,
    ) -> None:
        self.assignment = assignment
        self.source = source
        self.stale = stale
        self.user_id = user_id
        self.new_id = new_id
        self.error = error


class Prompt:
    """A resolved prompt. Messages, id and reference are created at the first access."""

    __slots__ = ("_served", "_from", "format", "_messages", "_interaction_id", "_written", "text", "request", "omitted")

    def __init__(
        self,
        served: Served,
        circumstances: Circumstances,
        format: str = "messages",
        variables: Optional[Mapping[str, Any]] = None,
        placeholders: Optional[Placeholders] = None,
    ) -> None:
        self._served = served
        self._from = circumstances
        self.format = format
        self._messages: Optional[Messages] = None
        self._interaction_id: Optional[str] = None
        self._written: Optional[Dict[str, Any]] = None
        #: With format "text": the messages as one text.
        self.text: Optional[str] = None
        #: In a provider's format: the complete body of its call.
        self.request: Optional[Dict[str, Any]] = None
        #: Parameters of the version that the format does not support.
        self.omitted: List[str] = []
        is_request = format in REQUEST_FORMATS
        if variables is not None or placeholders is not None or is_request:
            self._messages = self._note(served.compiled.render(variables or {}, placeholders))
        if format == "text":
            self.text = join_text(self._messages or in_sending_order(served.content))
            self._written = {"text": self.text}
        elif is_request:
            request, self.omitted = write_request(format, served.content, self._messages or [])
            self.request = self._noted(request)
            self._written = {"request": self.request, **({"omitted": self.omitted} if self.omitted else {})}

    @property
    def name(self) -> str:
        return self._served.name

    @property
    def environment(self) -> str:
        return self._served.environment

    @property
    def version(self) -> int:
        """The version number, or 0 for a fallback."""
        return self._served.version

    @property
    def version_id(self) -> str:
        return self._served.version_id

    @property
    def content_hash(self) -> str:
        return self._served.content_hash

    @property
    def type(self) -> str:
        return str(self._served.content["type"])

    @property
    def variables(self) -> List[Dict[str, Any]]:
        return list(self._served.content.get("variables") or [])

    @property
    def model(self) -> Optional[Dict[str, Any]]:
        return self._served.content.get("model")

    @property
    def response_schema(self) -> Optional[Dict[str, Any]]:
        return self._served.content.get("responseSchema")

    @property
    def response_format(self) -> Optional[Dict[str, Any]]:
        return self._served.content.get("responseFormat")

    @property
    def tools(self) -> Optional[List[Dict[str, Any]]]:
        return self._served.content.get("tools")

    @property
    def assignment(self) -> Dict[str, Optional[str]]:
        reason, experiment_id, variant = self._from.assignment
        return {"reason": reason, "experimentId": experiment_id, "variant": variant}

    @property
    def source(self) -> str:
        """The source: memory, storage, server or fallback."""
        return self._from.source

    @property
    def stale(self) -> bool:
        return self._from.stale

    @property
    def error(self) -> Optional[UnderstudyError]:
        """Why a fallback was served."""
        return self._from.error

    @property
    def messages(self) -> List[Any]:
        """A list that you may change. Templates unless variables were given."""
        if self._messages is None:
            self._messages = self._note(Messages(Message(one) for one in in_sending_order(self._served.content)))
        return self._messages

    @property
    def interaction_id(self) -> str:
        if self._interaction_id is None:
            self._interaction_id = self._from.new_id(self._from.assignment[0])
        return self._interaction_id

    @property
    def reference(self) -> Dict[str, Any]:
        """Identifies the prompt in events. Plain data, so it can be passed on as metadata."""
        reference: Dict[str, Any] = {
            "interactionId": self.interaction_id,
            "prompt": self.name,
            "version": self.version,
            "environment": self.environment,
        }
        if self._from.user_id is not None:
            reference["userId"] = self._from.user_id
        return reference

    def render(self, variables: Mapping[str, Any], placeholders: Optional[Placeholders] = None) -> List[Any]:
        """
        Returns the messages filled with these values. Raises `template_not_supported` for a template that only the
        server can fill. In that case, pass the variables to `resolve`.
        """
        try:
            return self._note(self._served.compiled.render(variables, placeholders))
        except NeedsServer as error:
            message = f"Only the server can fill this template: {error} Pass the variables to resolve."
            raise UnderstudyError("template_not_supported", message) from error

    def to_dict(self) -> Dict[str, Any]:
        """Returns the server's answer, with its fields in the same order."""
        content = self._served.content
        answer: Dict[str, Any] = {
            "format": self.format,
            "name": self.name,
            "environment": self.environment,
            "version": self.version,
            "versionId": self.version_id,
            "contentHash": self.content_hash,
            "type": self.type,
            **(self._written if self._written is not None else {"messages": self.messages}),
            "variables": self.variables,
            "model": self.model,
        }
        # A request contains everything, except for the AI SDK, which needs functions for these fields.
        beside = ("responseSchema",) if self.format == "ai-sdk" else ("responseSchema", "responseFormat", "tools")
        for field in beside:
            if field in content and (self.format == "ai-sdk" or self.format not in REQUEST_FORMATS):
                answer[field] = content[field]
        answer["assignment"] = self.assignment
        answer["stale"] = self.stale
        return answer

    def to_json(self) -> str:
        """Returns exactly the JSON text that the server would send."""
        return json_text(self.to_dict())

    def __repr__(self) -> str:
        return f"<Prompt {self.name!r} version {self.version} from {self.source}>"

    def _noted(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Adds references to this prompt to the messages of a request."""
        for field in ("messages", "input", "contents"):
            listed = request.get(field)
            if isinstance(listed, list) and all(isinstance(one, dict) for one in listed):
                request[field] = self._note(Messages(Message(one) for one in listed))
        return request

    def _note(self, messages: Messages) -> Messages:
        messages.origin = self
        for message in messages:
            message.origin = self
        return messages


class ServerPrompt(Prompt):
    """A prompt from a response of the server."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Dict[str, Any], circumstances: Circumstances, interaction_id: Optional[str]) -> None:
        own = ("type", "variables", "model", "responseSchema", "responseFormat", "tools")
        content = {key: answer[key] for key in own if answer.get(key) is not None}
        content["messages"] = answer.get("messages", [])
        super().__init__(Served(answer["name"], answer["environment"], {**answer, "content": content}), circumstances)
        self._answer = answer
        self.format = answer.get("format", "messages")
        self.text = answer.get("text")
        self.request = answer.get("request")
        self.omitted = answer.get("omitted", [])
        self._interaction_id = interaction_id
        # The server's messages are already filled, and keep their order.
        self._messages = self._note(Messages(Message(one) for one in content["messages"]))
        if self.request:
            self.request = self._noted(self.request)

    def to_dict(self) -> Dict[str, Any]:
        return dict(self._answer)

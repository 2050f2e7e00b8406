"""Clients with the interface of OpenAI's and Anthropic's packages, for a machine without them. They use HTTP."""

import asyncio
import json
import urllib.request
from types import SimpleNamespace


def _objects(value):
    if isinstance(value, dict):
        return SimpleNamespace(**{key: _objects(one) for key, one in value.items()})
    return [_objects(one) for one in value] if isinstance(value, list) else value


def _post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    return urllib.request.urlopen(request, timeout=30)


class Stream:
    """Like openai.Stream and anthropic.Stream: all iteration uses `_iterator`."""

    def __init__(self, response):
        self.response = response
        self._iterator = self.__stream__()

    def __stream__(self):
        for line in self.response:
            if line.startswith(b"data: ") and line.strip() != b"data: [DONE]":
                yield _objects(json.loads(line[6:]))

    def __next__(self):
        return self._iterator.__next__()

    def __iter__(self):
        yield from self._iterator

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.response.close()


class MessageStream(Stream):
    """Like anthropic.MessageStream."""

    @property
    def text_stream(self):
        for event in self:
            if event.type == "content_block_delta":
                yield event.delta.text


class AsyncStream:
    def __init__(self, response):
        self._iterator = self.__stream__(Stream(response))

    async def __stream__(self, pieces):
        for piece in pieces:
            await asyncio.sleep(0)
            yield piece

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self._iterator.__anext__()


class Manager:
    def __init__(self, open_stream):
        self._open = open_stream

    def __enter__(self):
        self._stream = self._open()
        return self._stream

    def __exit__(self, *error):
        return self._stream.__exit__(*error)


class Resource:
    def __init__(self, url, path, streams):
        self._url = url + path
        self._streams = streams

    def create(self, *, stream=False, **body):
        response = _post(self._url, {**body, "stream": stream})
        return self._streams(response) if stream else _objects(json.load(response))

    def stream(self, **body):
        return Manager(lambda: self.create(stream=True, **body))


class AsyncResource(Resource):
    async def create(self, *, stream=False, **body):
        return Resource.create(self, stream=stream, **body)


class OpenAI:
    def __init__(self, url, resource=Resource, streams=Stream):
        self.api_key = "sk-test"
        self.chat = SimpleNamespace(completions=resource(url, "/chat/completions", streams))
        self.responses = resource(url, "/responses", streams)


class Anthropic:
    def __init__(self, url):
        self.messages = Resource(url, "/messages", MessageStream)

import asyncio
import gc
import json
import unittest

from tests.fake_server import FakeServer, prompt_of, send
from tests.stand_ins import Anthropic, AsyncResource, AsyncStream, OpenAI
from understudy import Understudy, wrap_anthropic, wrap_openai

CHUNKS = [
    {"model": "gpt-4o-2024", "choices": [{"delta": {"role": "assistant"}}]},
    {"model": "gpt-4o-2024", "choices": [{"delta": {"content": "Hel"}}]},
    {"model": "gpt-4o-2024", "choices": [{"delta": {"content": "lo"}, "finish_reason": "stop"}]},
    {"model": "gpt-4o-2024", "choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 2}},
]
RESPONSE = {"model": "gpt-4o", "usage": {"input_tokens": 4, "output_tokens": 5}}
RESPONSE["output"] = [{"content": [{"type": "output_text", "text": "Hello"}]}]
EVENTS = [
    {"type": "message_start", "message": {"model": "claude", "usage": {"input_tokens": 3, "cache_read_input_tokens": 4}}},
    {"type": "content_block_delta", "delta": {"text": "Hel"}},
    {"type": "content_block_delta", "delta": {"text": "lo"}},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 6}},
    {"type": "message_stop"},
]


class Model(FakeServer):
    """The server of a model provider."""

    def _answer(self, handler):
        body = json.loads(handler.rfile.read(int(handler.headers["content-length"])))
        self.seen.append(body)
        path = handler.path
        if body.get("model") == "broken":
            return send(handler, 500, b"{}")
        if body.get("stream"):
            pieces = EVENTS if path == "/messages" else CHUNKS
            if path == "/responses":
                pieces = [{"type": "response.output_text.delta", "delta": "Hello"}]
                pieces.append({"type": "response.completed", "response": RESPONSE})
            return send(handler, 200, b"".join(b"data: " + json.dumps(one).encode() + b"\n\n" for one in pieces))
        whole = {
            "/chat/completions": {
                "model": "gpt-4o-2024",
                "usage": {"prompt_tokens": 10, "completion_tokens": 2},
                "choices": [{"message": {"content": "Hello", "refusal": None}, "finish_reason": "stop"}],
            },
            "/responses": RESPONSE,
            "/messages": {
                "model": "claude",
                "usage": {"input_tokens": 3, "output_tokens": 6},
                "stop_reason": "refusal",
                "content": [{"type": "text", "text": "No"}],
            },
        }
        return send(handler, 200, json.dumps(whole[path]).encode())


class Wrap(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer(prompt_of("a"))
        self.model = Model()
        self.addCleanup(self.server.stop)
        self.addCleanup(self.model.stop)
        self.client = Understudy(self.server.url, "us_test", deadline_ms=20_000)
        self.addCleanup(self.client.close, 0)
        self.prompt = self.client.resolve("a", user_id="u")

    def reported(self):
        gc.collect()
        self.assertTrue(self.client.flush(20))
        return self.server.events()

    def openai(self, **options):
        return wrap_openai(OpenAI(self.model.url), self.client, **options)

    def test_a_call_is_reported_with_tokens_cost_and_whose_it_is(self):
        openai = self.openai(prices={"gpt-4": (100, 100), "gpt-4o": (2.5, 10)}, content=True)
        self.assertIsInstance(openai, OpenAI)
        self.assertEqual(openai.api_key, "sk-test")
        messages = [*self.prompt.messages, {"role": "user", "content": "Hi"}]
        answer = openai.chat.completions.create(model="gpt-4o", messages=messages)
        self.assertEqual(answer.choices[0].message.content, "Hello")
        (event,) = self.reported()
        self.assertEqual(event["interactionId"], self.prompt.interaction_id)
        self.assertEqual((event["userId"], event["inputTokens"], event["outputTokens"]), ("u", 10, 2))
        self.assertAlmostEqual(event["costUsd"], 0.000045)
        self.assertEqual((event["refused"], event["output"], event["input"]["messages"]), (False, "Hello", messages))
        self.assertEqual(self.model.seen[0]["messages"], messages)

    def test_calls_without_a_prompt_are_left_alone_and_a_mark_names_one(self):
        openai = self.openai()
        openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hi"}])
        self.assertEqual(self.reported(), [])
        openai.responses.create(model="gpt-4o", instructions="x", understudy=self.prompt)
        self.assertEqual(self.reported()[0]["inputTokens"], 4)
        self.assertNotIn("understudy", self.model.seen[1])

    def test_a_stream_is_reported_when_it_ends_with_its_first_token(self):
        stream = self.openai(content=True).chat.completions.create(
            model="gpt-4o", messages=self.prompt.messages, stream=True
        )
        with stream as pieces:
            text = "".join(one.choices[0].delta.content or "" for one in pieces if one.choices and hasattr(one.choices[0].delta, "content"))
        self.assertEqual(text, "Hello")
        (event,) = self.reported()
        self.assertEqual((event["inputTokens"], event["outputTokens"], event["output"]), (10, 2, "Hello"))
        self.assertLessEqual(event["ttftMs"], event["latencyMs"])
        self.assertNotIn("completed", event)
        events = self.openai().responses.create(model="gpt-4o", input=self.prompt.messages, stream=True)
        self.assertEqual(len(list(events)), 2)
        self.assertEqual(self.reported()[1]["outputTokens"], 5)

    def test_one_that_is_left_early_and_one_that_fails_are_not_complete(self):
        openai = self.openai()
        next(openai.chat.completions.create(model="gpt-4o", messages=self.prompt.messages, stream=True))
        with self.assertRaises(OSError):
            openai.chat.completions.create(model="broken", messages=self.prompt.messages)
        self.assertEqual([one["completed"] for one in self.reported()], [False, False])

    def test_the_stream_helper_and_its_text(self):
        anthropic = wrap_anthropic(Anthropic(self.model.url), self.client)
        with anthropic.messages.stream(model="claude", messages=self.prompt.messages) as stream:
            self.assertEqual("".join(stream.text_stream), "Hello")
        with self.openai().chat.completions.stream(model="gpt-4o", messages=self.prompt.messages) as stream:
            self.assertEqual(len(list(stream)), 4)
        first, second = self.reported()
        self.assertEqual((first["inputTokens"], first["outputTokens"], first["refused"]), (7, 6, False))
        self.assertEqual((second["inputTokens"], second["outputTokens"]), (10, 2))

    def test_a_refusal(self):
        anthropic = wrap_anthropic(Anthropic(self.model.url), self.client)
        anthropic.messages.create(model="claude", system="x", messages=[], understudy=self.prompt.reference)
        self.assertTrue(self.reported()[0]["refused"])

    def test_asyncio(self):
        async def run():
            openai = wrap_openai(OpenAI(self.model.url, AsyncResource, AsyncStream), self.client)
            answer = await openai.chat.completions.create(model="gpt-4o", messages=self.prompt.messages)
            self.assertEqual(answer.choices[0].message.content, "Hello")
            stream = await openai.chat.completions.create(model="gpt-4o", messages=self.prompt.messages, stream=True)
            self.assertEqual(len([one async for one in stream]), 4)
            with self.assertRaises(OSError):
                await openai.chat.completions.create(model="broken", messages=self.prompt.messages)

        asyncio.run(run())
        self.assertEqual([one.get("outputTokens") for one in self.reported()], [2, 2, None])


if __name__ == "__main__":
    unittest.main()

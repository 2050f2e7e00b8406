import asyncio
import json
import logging
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from tests.fake_server import FakeServer, bundle_of, problem, prompt_of, send
from understudy import AsyncUnderstudy, Understudy, UnderstudyError

logging.getLogger("understudy").setLevel(logging.CRITICAL)


def until(check, seconds=90):
    """Waits until the check passes. Raises its last failure on a timeout."""
    end = time.monotonic() + seconds
    while True:
        try:
            result = check()
            if result is None or result:
                return result
            raise AssertionError(f"not yet: {result!r}")
        except AssertionError:
            if time.monotonic() > end:
                raise
        time.sleep(0.01)


class Keys(unittest.TestCase):
    def test_the_line_end_of_a_file_is_no_part_of_a_key_and_no_message_holds_a_key(self):
        server = FakeServer(prompt_of("a"))
        self.addCleanup(server.stop)
        client = Understudy(server.url, " us_test\n")
        self.addCleanup(client.close)
        self.assertEqual(client.resolve("a").source, "memory")
        for key in ("us_secret\nus_other", "us_secret\u2026", "", "\n", None):
            with self.assertRaises(UnderstudyError) as raised:
                Understudy(server.url, key)
            self.assertEqual(raised.exception.code, "invalid_options")
            self.assertEqual(str(raised.exception), "api_key is not an API key.")


class Case(unittest.TestCase):
    def setUp(self):
        self.server = FakeServer(prompt_of("a"), prompt_of("b"))
        self.addCleanup(self.server.stop)
        self.folder = tempfile.mkdtemp()

    def client(self, **options):
        options.setdefault("deadline_ms", 60_000)
        client = Understudy(self.server.url, "us_test", **options)
        self.addCleanup(client.close, 0)
        return client

    def connected(self, **options):
        client = self.client(**options)
        until(lambda: client.state()["is_connected"])
        return client


EXPERIMENT = {
    "id": "e1", "phase": 2, "batch": 3, "seed": "s", "trafficShare": 1, "group": None,
    "variants": [{"key": "v0", "version": 1, "weight": 0.5}, {"key": "v1", "version": 2, "weight": 0.5}],
    "versions": [],
}  # fmt: skip


class Resolve(Case):
    def test_answers_from_memory_and_says_so(self):
        prompt = self.client().resolve("a", user_id="u")
        self.assertEqual((prompt.source, prompt.stale, prompt.version), ("memory", False, 1))
        self.assertEqual(prompt.messages, [{"role": "system", "content": "This is a 1."}])
        self.assertRegex(prompt.interaction_id, r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
        self.assertEqual(prompt.reference["userId"], "u")
        prompt.messages.append({"role": "user", "content": "mine"})
        self.assertEqual(len(self.client().resolve("a").messages), 1)

    def test_an_unknown_prompt_raises_or_gives_the_fallback(self):
        client = self.client()
        with self.assertRaises(UnderstudyError) as raised:
            client.resolve("nothing")
        self.assertEqual(raised.exception.code, "not_found")
        prompt = client.resolve("nothing", variables={"who": "Ann"}, fallback="Hi {{ who }} {{ other }}")
        self.assertEqual((prompt.source, prompt.version, prompt.error.code), ("fallback", 0, "not_found"))
        self.assertEqual(prompt.messages[0]["content"], "Hi {{ who }} {{ other }}")
        self.assertEqual(client.resolve("nothing", variables={"who": "Ann"}, fallback="Hi {{ who }}").messages[0]["content"], "Hi Ann")
        client.record(prompt, latency_ms=1)  # a fallback has no version to count for
        self.assertEqual(client.state()["events"]["queued"], 0)

    def test_without_a_server_the_deadline_holds(self):
        self.server.handlers["/api/v1/bundle"] = lambda handler: time.sleep(2)
        client = self.client(deadline_ms=200)
        self.assertEqual(client.resolve("a", fallback="x").error.code, "not_ready")

    def test_what_only_the_server_does_comes_from_it(self):
        template = prompt_of("sorted", text="{{ list | sort | join }}", version=4)
        template["content"]["variables"] = [{"name": "list", "type": "array", "required": True}]
        self.server.prompts.append(template)
        answered = {**template, "environment": "production", "type": "chat", "variables": [], "model": None, "stale": False}
        answered["messages"] = [{"role": "system", "content": "1 2"}]
        answered["assignment"] = {"reason": "release", "experimentId": None, "variant": None}
        self.server._resolve = lambda handler: send(handler, 200, json.dumps(answered).encode(), {"x-interaction-id": "id-1"})
        prompt = self.client().resolve("sorted", user_id="u", variables={"list": [2, 1]})
        self.assertEqual((prompt.source, prompt.messages[0]["content"]), ("server", "1 2"))
        self.assertEqual(prompt.interaction_id, "id-1")
        asked = self.server.asked("/prompts/resolve")[0]["body"]
        self.assertEqual(asked, {"name": "sorted", "format": "messages", "userId": "u", "variables": {"list": [2, 1]}})
        self.client().resolve("a", format="openai")
        self.assertEqual(self.server.asked("/prompts/resolve")[1]["body"]["format"], "openai")
        self.server._resolve = lambda handler: time.sleep(2)
        slow = self.connected(deadline_ms=200)
        self.assertEqual(slow.resolve("sorted", variables={"list": []}, fallback="x").error.code, "timeout")
        with self.assertRaises(UnderstudyError) as raised:
            slow.resolve("sorted").render({"list": [1]})
        self.assertEqual(raised.exception.code, "template_not_supported")

    def test_a_plain_request_is_written_in_process(self):
        plain = prompt_of("plain", text="Help {{ who }}.")
        plain["content"]["variables"] = [{"name": "who", "type": "string", "required": True}]
        plain["content"]["model"] = {"provider": "openai", "name": "gpt-4o", "parameters": {"temperature": 0.2}}
        self.server.prompts.append(plain)
        client = self.client()
        prompt = client.resolve("plain", variables={"who": "Ann"}, format="openai")
        messages = [{"role": "system", "content": "Help Ann."}]
        self.assertEqual(prompt.source, "memory")
        self.assertEqual(prompt.request, {"model": "gpt-4o", "messages": messages, "temperature": 0.2})
        prompt.request["messages"].append({"role": "user", "content": "Mine."})  # a list of the caller
        other = client.resolve("plain", variables={"who": "Ann"}, format="anthropic").request
        self.assertEqual(other["messages"], [{"role": "user", "content": "Help Ann."}])
        fallback = {"messages": messages, "model": plain["content"]["model"]}
        self.assertEqual(client.resolve("none", format="openai", fallback=fallback).request["messages"], messages)
        self.assertIsNone(client.resolve("none", format="openai", fallback="Help.").request)
        self.assertEqual(self.server.asked("/prompts/resolve"), [])

    def test_asyncio_does_the_same_and_blocks_nothing(self):
        async def run():
            async with AsyncUnderstudy(self.server.url, "us_test", deadline_ms=20_000) as client:
                prompts = await asyncio.gather(*(client.resolve("a", user_id=str(n)) for n in range(50)))
                self.assertEqual({one.version for one in prompts}, {1})
                self.assertEqual((await client.resolve("no", fallback="x")).source, "fallback")
                with self.assertRaises(UnderstudyError):
                    await client.resolve("no")
                client.record(prompts[0], latency_ms=3)
                self.assertTrue(await client.flush(20))
            self.server.handlers["/api/v1/bundle"] = lambda handler: time.sleep(2)
            async with AsyncUnderstudy(self.server.url, "us_test", deadline_ms=200) as client:
                ticks = 0
                waiting = asyncio.ensure_future(client.resolve("a", fallback="x"))
                while not waiting.done():
                    ticks += 1
                    await asyncio.sleep(0.005)
                self.assertEqual((await waiting).error.code, "not_ready")
                self.assertGreater(ticks, 2)

        asyncio.run(run())
        self.assertEqual(len(self.server.events()), 1)

    def test_threads_share_one_client(self):
        client = self.connected(flush_seconds=0.01)
        self.server.release({**prompt_of("a"), "experiment": EXPERIMENT})
        until(lambda: client.peek("a", user_id="u").assignment["reason"] == "experiment")
        failures = []

        def work(number):
            try:
                for n in range(200):
                    client.record(client.resolve("a", user_id=f"u{number}-{n}"), latency_ms=n)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for one in threads:
            one.start()
        for n in range(20):
            self.server.release(prompt_of("b", version=n + 2))
        for one in threads:
            one.join()
        self.assertEqual(failures, [])
        self.assertTrue(client.flush(30))
        self.assertEqual(len({one["id"] for one in self.server.events()}), 1_600)
        self.assertEqual(len({one["userId"] for one in self.server.events("exposures")}), 1_601)
        until(lambda: self.assertEqual(client.peek("b").version, 21))

    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_a_forked_child_goes_on_with_connections_of_its_own(self):
        path = os.path.join(self.folder, "outbox")
        client = self.connected(flush_seconds=60, outbox=path)
        client.record(client.resolve("a"), latency_ms=1)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                prompt = client.resolve("a")
                client.record(prompt, latency_ms=2)
                until(lambda: client.state()["is_connected"])
                code = 0 if client.flush(20) and prompt.source == "memory" else 2
            finally:
                os._exit(code)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual([one["latencyMs"] for one in self.server.events()], [2])
        self.assertTrue(client.flush(20))
        self.assertEqual([one["latencyMs"] for one in self.server.events()], [2, 1])
        self.assertTrue(client.state()["is_connected"])  # closing the child's stream did not close the parent's


class Changes(Case):
    def test_come_by_the_stream_as_the_changed_prompt_alone(self):
        client = self.connected()
        changed = []
        client.on_change(lambda names: 1 / 0)  # an error of a listener is ignored
        client.on_change(changed.append)
        bundles = len(self.server.asked("/bundle"))
        self.server.release(prompt_of("a", 2))
        until(lambda: self.assertEqual(client.peek("a").version, 2))
        until(lambda: self.assertEqual(changed, [["a"]]))
        self.assertEqual(len(self.server.asked("/bundle")), bundles)
        self.assertEqual(client.state()["hash"], bundle_of(self.server.prompts)[0])

    def test_that_were_missed_are_fetched_as_a_whole(self):
        client = self.connected()
        self.server.prompts = [prompt_of("a", 2)]
        self.server.release(prompt_of("a", 3))
        until(lambda: self.assertEqual(client.peek("a").version, 3))
        self.assertIsNone(client.peek("b"))

    def test_come_by_asking_where_there_are_no_streams(self):
        self.server.has_streams = False
        client = self.client(poll_seconds=0.02)
        until(lambda: client.state()["mode"] == "poll")
        self.server.prompts = [prompt_of("a", 2)]
        until(lambda: self.assertEqual(client.peek("a").version, 2))
        self.assertEqual(len(self.server.asked("/stream")), 1)


class Faults(Case):
    def test_a_proxy_that_holds_the_stream_back(self):
        def held(handler):
            handler.send_response(200)
            handler.send_header("content-type", "text/event-stream")
            handler.end_headers()
            handler.wfile.flush()
            time.sleep(20)

        self.server.handlers["/api/v1/stream"] = held
        client = self.client(poll_seconds=0.05)
        client.ready(10)
        until(lambda: client.state()["mode"] == "poll")
        self.server.prompts = [prompt_of("a", 2)]
        until(lambda: self.assertEqual(client.peek("a").version, 2))

    def test_a_half_open_connection(self):
        self.server.heartbeat_ms = 200
        client = self.connected()
        self.server.prompts = [prompt_of("a", 2)]  # without a message: the stream is dead, but looks open
        until(lambda: self.assertEqual(client.peek("a").version, 2))
        until(lambda: len(self.server.asked("/stream")) > 1)

    def test_a_clock_that_is_off_by_an_hour(self):
        self.server.clock_ms = 3_600_000
        now = time.time() * 1000
        control = {**prompt_of("old", 9), "seed": "s", "share": 1}
        self.server.prompts = [
            prompt_of("kept", control={**control, "until": now + 4_200_000}),  # ten minutes ahead for the server
            prompt_of("over", control={**control, "until": now + 1_800_000}),  # half an hour ago, for the server
        ]
        client = self.client(mode="poll", flush_seconds=0.01)
        self.assertEqual(client.resolve("kept", user_id="u").version, 9)
        prompt = client.resolve("over", user_id="u")
        self.assertEqual(prompt.version, 1)
        client.record(prompt, latency_ms=1)
        until(lambda: self.assertEqual(len(self.server.events()), 1))
        hour = time.strftime("%Y-%m-%dT%H", time.gmtime(time.time() + 3_600))
        near = time.strftime("%Y-%m-%dT%H", time.gmtime(time.time() + 3_500))
        self.assertIn(self.server.events()[0]["at"][:13], (hour, near))

    def test_401_in_mid_stream(self):
        client = self.connected()
        for path in ("/api/v1/bundle", "/api/v1/stream"):
            self.server.handlers[path] = lambda handler: problem(handler, 401, "api_key_revoked")
        self.server.end_streams({"code": "unauthorized"})
        until(lambda: not client.state()["is_connected"])
        asked = len(self.server.seen)
        time.sleep(1.5)
        self.assertLessEqual(len(self.server.seen) - asked, 2)
        self.assertEqual(client.resolve("a").version, 1)

    def test_a_server_that_is_gone_and_comes_back(self):
        client = self.connected(stale_after_seconds=0.3)
        self.server.stop()
        until(lambda: client.peek("a").stale)
        self.server.prompts = [prompt_of("a", 2)]
        self.server.start()
        until(lambda: self.assertEqual((client.peek("a").version, client.peek("a").stale), (2, False)))

    def test_a_bundle_of_50_mb_and_one_over_the_limit(self):
        text = "Lorem ipsum dolor sit amet. " * 900
        prompts = [prompt_of(f"p{n}", text=f"{n} {text}") for n in range(2_000)]
        self.server.bundle = bundle_of(prompts)[1]
        self.assertGreater(len(self.server.bundle), 50_000_000)
        self.assertEqual(self.client(mode="poll", deadline_ms=150_000).resolve("p1999").version, 1)
        with self.assertLogs("understudy", "WARNING") as logged:
            small = self.client(mode="poll", max_bundle_size=1_000_000, deadline_ms=100)
            until(lambda: self.assertTrue(any("max_bundle_size" in one for one in logged.output)))
        self.assertEqual(small.resolve("p1", fallback="x").source, "fallback")

    def test_bytes_that_are_not_the_bundle(self):
        _, good = bundle_of([prompt_of("a", 2)])
        for body in (good.replace(b"a 2", b"a 3"), good[:-10], b"<html>", b"{}", b"", b"\xff\xfe"):
            with self.subTest(body=body[:20]):
                client = self.client(mode="poll", poll_seconds=0.02)
                client.ready(20)
                self.server.handlers["/api/v1/bundle"] = lambda handler, body=body: send(handler, 200, body)
                asked = len(self.server.asked("/bundle"))
                until(lambda: len(self.server.asked("/bundle")) > asked + 2)
                self.assertEqual(client.peek("a").version, 1)
                del self.server.handlers["/api/v1/bundle"]
                client.close(0)


class Files(Case):
    def test_the_last_bundle_serves_a_start_without_the_server(self):
        path = os.path.join(self.folder, "deep", "bundle.json")
        first = self.connected(storage=path)
        self.server.release(prompt_of("a", 2, text="Ünal 🙂"))
        until(lambda: self.assertEqual(first.peek("a").version, 2))
        first.close()
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), bundle_of(self.server.prompts)[1])  # byte for byte what the server sends
        self.server.stop()
        second = self.client(storage=path)
        prompt = second.resolve("a")
        self.assertEqual((prompt.version, prompt.source, prompt.stale), (2, "storage", True))
        self.server.start()
        until(lambda: self.assertEqual(second.peek("a").source, "memory"))
        self.assertFalse(second.peek("a").stale)

    def test_damaged_ones_are_not_used(self):
        self.server.handlers["/api/v1/bundle"] = lambda handler: problem(handler, 503, "database_unavailable")
        _, good = bundle_of([prompt_of("a", 5)])
        other = bundle_of([prompt_of("a", 5)], "staging")[1]
        for number, body in enumerate((good[:100], good.replace(b"a 5", b"a 6"), b"", b"\0\0", other)):
            path = os.path.join(self.folder, f"bundle-{number}")
            with open(path, "wb") as file:
                file.write(body)
            client = self.client(storage=path, environment="production", deadline_ms=100)
            with self.assertRaises(UnderstudyError) as raised:
                client.resolve("a")
            self.assertEqual(raised.exception.code, "not_ready")


class Reports(Case):
    def test_users_of_an_experiment_are_reported_once(self):
        self.server.prompts = [{**prompt_of("a"), "experiment": EXPERIMENT}]
        client = self.client()
        for n in range(30):
            client.resolve("a", user_id=f"u{n % 10}")
        self.assertTrue(client.flush(20))
        reported = self.server.events("exposures")
        self.assertEqual(len(reported), 10)
        self.assertEqual({(one["experimentId"], one["phase"], one["batch"]) for one in reported}, {("e1", 2, 3)})

    def test_events_are_sent_again_until_they_are_taken_and_have_ids(self):
        refusals = [lambda handler: problem(handler, 503, "overloaded", {"retry-after": "0"})] * 2
        usual = self.server._events
        self.server._events = lambda handler: refusals.pop()(handler) if refusals else usual(handler)
        client = self.client(flush_seconds=0.01)
        prompt = client.resolve("a")
        client.record(prompt, latency_ms=5, input_tokens=3, completed=True)
        client.feedback(prompt.interaction_id, stars=4)
        until(lambda: self.assertEqual(client.state()["events"]["sent"], 2) if not refusals else False)
        self.assertEqual(len({one["id"] for one in self.server.events()}), 2)
        sent = self.server.events()[-2]
        self.assertEqual((sent["latencyMs"], sent["inputTokens"], sent["prompt"]), (5, 3, "a"))
        with self.assertRaises(TypeError):
            client.record(prompt, latency=5)

    def test_one_that_the_server_cannot_read_does_not_hold_up_the_others(self):
        def picky(handler):
            items = self.server.seen[-1]["body"]["events"]
            bad = any(one.get("inputTokens") == -1 for one in items)
            problem(handler, 422, "invalid_request") if bad else send(handler, 202, b'{"rejected":[]}')

        self.server._events = picky
        client = self.client()
        prompt = client.resolve("a")
        for n in range(9):
            client.record(prompt, input_tokens=-1 if n == 4 else n)
        self.assertTrue(client.flush(20))
        self.assertEqual(client.state()["events"], {"queued": 0, "sent": 8, "rejected": 1, "dropped": 0})

    def test_memory_is_bounded_and_drops_are_counted(self):
        self.server._events = lambda handler: problem(handler, 503, "overloaded", {"retry-after": "300"})
        client = self.client(max_queued=100)
        prompt = client.resolve("a")
        for _ in range(250):
            client.record(prompt, latency_ms=1)
        self.assertFalse(client.flush(20))
        self.assertEqual(client.state()["events"], {"queued": 100, "sent": 0, "rejected": 0, "dropped": 150})

    def test_a_file_keeps_events_over_a_kill(self):
        path = os.path.join(self.folder, "outbox")
        script = (
            "import os, sys\nfrom understudy import Understudy\n"
            "client = Understudy(sys.argv[1], 'us_test', outbox=sys.argv[2], flush_seconds=60, deadline_ms=20_000)\n"
            "prompt = client.resolve('a')\n"
            "[client.record(prompt, latency_ms=n) for n in range(5)]\n"
            "client.flush(20)\nos.kill(os.getpid(), 9)\n"
        )
        self.server._events = lambda handler: problem(handler, 503, "overloaded")
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        for _ in range(2):  # the second run finds what the first one left, and adds its own
            subprocess.run([sys.executable, "-c", script, self.server.url, path], cwd=root, check=False)
        with open(path, "a", encoding="utf-8") as file:
            file.write('events {"cut off')
        del self.server._events
        self.server.seen.clear()
        client = self.client(outbox=path, flush_seconds=0.01)
        until(lambda: self.assertEqual(client.state()["events"]["sent"], 10))
        self.assertEqual(len({one["id"] for one in self.server.events()}), 10)
        until(lambda: self.assertEqual(os.path.getsize(path), 0))

    def test_the_end_of_the_process_sends_what_waits(self):
        script = (
            "import sys\nfrom understudy import Understudy\n"
            "client = Understudy(sys.argv[1], 'us_test', flush_seconds=60, deadline_ms=20_000)\n"
            "client.record(client.resolve('a'), latency_ms=7)\n"
        )
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        subprocess.run([sys.executable, "-c", script, self.server.url], cwd=root, check=True)
        self.assertEqual([one["latencyMs"] for one in self.server.events()], [7])


if __name__ == "__main__":
    unittest.main()

"""Compares answers with those of the server's own code, byte for byte."""

import json
import os
import unittest
from collections import Counter

from tests.fake_server import FakeServer
from understudy import Understudy, UnderstudyError
from understudy._content import Compiled
from understudy._errors import NeedsServer
from understudy._js import json_text
from understudy._liquid import compile_template
from understudy._prompt import FORMATS, REQUEST_FORMATS
from understudy._requests import write_request
from understudy._values import resolve_values

_file = os.environ.get("UNDERSTUDY_VECTORS")


@unittest.skipUnless(_file, "UNDERSTUDY_VECTORS names no file")
class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(_file, encoding="utf-8") as file:
            cls.vectors = json.load(file)

    def test_10_000_answers_are_the_servers_byte_for_byte(self):
        with FakeServer() as server:
            server.bundle = self.vectors["bundle"].encode()
            with Understudy(server.url, "us_test", mode="poll") as client:
                client.ready(20)
                seen, refused, formats = Counter(), Counter(), Counter()
                for one in self.vectors["cases"]:
                    options = {key: one.get(key) for key in ("format", "variables", "placeholders")}
                    try:
                        prompt = client.peek(one["name"], user_id=one.get("userId"), **options)
                    except UnderstudyError as error:
                        self.assertEqual({"code": error.code, "message": error.message}, one["expected"])
                        refused[error.code] += 1
                        continue
                    if prompt is None:  # only the server can write this one
                        self.assertNotEqual(one["format"], "messages")
                        refused[f"{one['format']} left to the server"] += 1
                        continue
                    formats[one["format"]] += 1
                    self.assertEqual(prompt.to_json(), one["expected"])
                    seen[f"{prompt.assignment['reason']} {prompt.assignment['variant']}"] += 1
        # Checks that every kind of choice occurred. Otherwise the test would compare only one kind.
        kinds = ["experiment v0", "experiment v1", "experiment v2", "release None", "release control"]
        self.assertEqual(sorted(seen), kinds)
        self.assertLess(refused["text left to the server"], 1_000)
        self.assertGreater(min(formats[each] for each in FORMATS), 100)
        self.assertEqual(len(self.vectors["cases"]), 10_000)

    def test_requests_are_written_as_the_server_writes_them_or_left_to_it(self):
        written = Counter()
        for one in self.vectors["requests"]:
            with self.subTest(format=one["format"], content=one["content"]):
                messages = Compiled(one["content"]).render({}, {"history": one["history"]})
                try:
                    request, omitted = write_request(one["format"], one["content"], messages)
                except NeedsServer:
                    continue
                answer = {"request": request, **({"omitted": omitted} if omitted else {})}
                self.assertEqual(json_text(answer), one["expected"])
                written[one["format"]] += 1
        # Only the server writes Anthropic's response schemas, and parameters with several formats.
        self.assertGreater(min(written[each] for each in REQUEST_FORMATS if each != "anthropic"), 200)
        self.assertGreater(written["anthropic"], 60)

    def test_templates_are_filled_as_the_server_fills_them_or_left_to_it(self):
        variables = self.vectors["variables"]
        names = [one["name"] for one in variables]
        filled = 0
        for one in self.vectors["fillings"]:
            with self.subTest(text=one["text"], values=one["values"]):
                try:
                    values = resolve_values(variables, one["values"])
                    text = compile_template(one["text"], names)(values)
                except NeedsServer:
                    continue
                self.assertEqual(text, one.get("expected"))
                filled += 1
        wanted = sum(1 for one in self.vectors["fillings"] if "error" not in one)
        self.assertGreater(filled / wanted, 0.7)

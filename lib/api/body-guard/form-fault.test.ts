import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFormFault } from "./form-fault";
import { guardBody } from "./guard-body";

const server = createServer((req, res) => guardBody(req, res, () => void req.pipe(res), { findFault: findFormFault }));
let url = "";
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const action = { "next-action": "00ff" };
const text = { ...action, "content-type": "text/plain;charset=UTF-8" };
const form = { "content-type": "multipart/form-data; boundary=b" };
const field = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n["x"]\r\n--b--\r\n`;

const send = async (headers: Record<string, string>, body: string, path = "/sign-in") => {
  const answer = await fetch(url + path, { method: "POST", headers, body });
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
};

test.each([
  ["arguments of an action", text, '["$undefined",{"a":"é"}]'],
  ["no arguments", text, "[]"],
  ["a form with arguments", { ...form, ...action }, field("0")],
  ["a form of a page without scripts", form, field("$ACTION_ID_00ff")],
  [
    "a form with its boundary in quotes",
    { "content-type": 'multipart/form-data; boundary="b"' },
    field("$ACTION_REF_1"),
  ],
  ["fields of a sign-in", { "content-type": "application/x-www-form-urlencoded" }, "a=b"],
  ["a body that is no action", { "content-type": "text/plain" }, "garbage"],
])("%s is passed on unchanged", async (_what, headers, body) => {
  expect(await send(headers as Record<string, string>, body)).toMatchObject({ status: 200, body });
});

test.each([
  ["nothing", text, ""],
  ["no JSON", text, "garbage"],
  ["JSON that is no list", text, '{"a":1}'],
  ["a list that is cut off", text, '["a"'],
  ["no JSON as application/json", { ...action, "content-type": "application/json" }, "garbage"],
  ["nothing as a form", { ...form, ...action }, ""],
  ["a form that is cut off", { ...form, ...action }, field("0").slice(0, -7)],
  ["a form without fields", { ...form, ...action }, "--b--\r\n"],
  ["a form without a boundary", { ...action, "content-type": "multipart/form-data" }, field("0")],
])("an action with %s is answered in words the page can show", async (_what, headers, body) => {
  const answer = await send(headers as Record<string, string>, body);
  expect(answer).toMatchObject({ status: 400, type: "text/x-component" });
  expect(answer.body).toContain('"code":"malformed_body"');
});

test.each([
  ["calls no action", field("file")],
  ["is cut off", "--b\r\ncontent-disposition"],
])("a form that %s gets plain text", async (_what, body) => {
  expect(await send(form, body)).toMatchObject({ status: 400, type: "text/plain; charset=utf-8" });
});

test("bodies of route handlers are left to them", async () => {
  expect(await send(form, "garbage", "/api/auth/callback/credentials")).toMatchObject({ status: 200, body: "garbage" });
});

test("a refused body does not end the connection", async () => {
  for (let n = 0; n < 3; n++) expect((await send(text, "x".repeat(10_000))).status).toBe(400);
  const get = { method: "GET", headers: { "next-action": "00" } } as unknown as IncomingMessage;
  expect(findFormFault(get, [])).toBeNull();
});

test("a request from another site's page is left to the pages, which refuse it", () => {
  const headers = { "next-action": "00", origin: "https://evil.example", host: "localhost:3000" };
  const post = { method: "POST", headers } as unknown as IncomingMessage;
  expect(findFormFault(post, [])).toBeNull();
  const own = {
    method: "POST",
    headers: { ...headers, origin: "http://localhost:3000" },
  } as unknown as IncomingMessage;
  expect(findFormFault(own, [])).toMatchObject({ code: "malformed_body" });
});

test("of a large body of an action, only the ends are checked", () => {
  const post = { method: "POST", headers: text } as unknown as IncomingMessage;
  const large = (body: string) => findFormFault(post, [Buffer.from(body)]);
  expect(large(`["${"x".repeat(100_000)}"]`)).toBeNull();
  expect(large(`{"a":"${"x".repeat(100_000)}"}`)).toMatchObject({ code: "malformed_body" });
});

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formFaultFinder } from "./form-fault";
import { guardBody } from "./guard-body";

const actionId = "7f".repeat(21);
const findFault = formFaultFinder(new Map([[actionId, new Set(["/[workspace]/prompts"])]]));
const server = createServer((req, res) => guardBody(req, res, () => void req.pipe(res), { findFault }));
let url = "";
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());

const action = { "next-action": actionId };
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
  ["a reference to a part that is missing", text, '["$F1"]'],
  ["a large list with such a reference", text, `["$F1","${"x".repeat(15_000)}"]`],
  ["nothing as a form", { ...form, ...action }, ""],
  ["a form with arguments", { ...form, ...action }, field("0")],
  ["a form that is cut off", { ...form, ...action }, field("0").slice(0, -7)],
])("an action with %s is answered in words the page can show", async (_what, headers, body) => {
  const answer = await send(headers as Record<string, string>, body);
  expect(answer).toMatchObject({ status: 400, type: "text/x-component" });
  expect(answer.body).toContain('"code":"malformed_body"');
});

test.each([
  ["calls no action", field("file")],
  ["calls an action", field("$ACTION_ID_00ff")],
  ["is cut off", "--b\r\ncontent-disposition"],
])("a form that %s gets plain text, because no page sends one", async (_what, body) => {
  expect(await send(form, body)).toMatchObject({ status: 400, type: "text/plain; charset=utf-8" });
});

test.each([
  ["of another build", "7e".repeat(21)],
  ["that cannot exist", "toString"],
  ["without a name", ""],
])("an action %s asks to load the page again", async (_what, id) => {
  const answer = await send({ ...text, "next-action": id }, "[]");
  expect(answer).toMatchObject({ status: 409, type: "text/x-component" });
  expect(answer.body).toContain('"code":"out_of_date"');
});

test("an action that Next passed on is known only to the pages that contain it", async () => {
  const forwarded = { ...text, "x-action-forwarded": "1" };
  expect(await send(forwarded, "[]", "/[workspace]/prompts")).toMatchObject({ status: 200 });
  expect(await send(forwarded, "[]", "/sign-in")).toMatchObject({ status: 409 });
});

test("any action is passed on while the actions are not known", () => {
  const post = { method: "POST", headers: { ...text, "next-action": "00" } } as unknown as IncomingMessage;
  expect(formFaultFinder(null)(post, [Buffer.from("[]")])).toBeNull();
});

test("bodies of route handlers are left to them", async () => {
  expect(await send(form, "garbage", "/api/auth/callback/credentials")).toMatchObject({ status: 200, body: "garbage" });
});

test("a refused body does not end the connection", async () => {
  for (let n = 0; n < 3; n++) expect((await send(text, "x".repeat(10_000))).status).toBe(400);
  const get = { method: "GET", headers: { "next-action": "00" } } as unknown as IncomingMessage;
  expect(findFault(get, [])).toBeNull();
});

test("a request from another site's page is left to the pages, which refuse it", () => {
  const headers = { "next-action": "00", origin: "https://evil.example", host: "localhost:3000" };
  const post = { method: "POST", headers } as unknown as IncomingMessage;
  expect(findFault(post, [])).toBeNull();
  const own = {
    method: "POST",
    headers: { ...headers, origin: "http://localhost:3000" },
  } as unknown as IncomingMessage;
  expect(findFault(own, [])).toMatchObject({ code: "malformed_body" });
});

import { expect, test } from "vitest";
import { boundRequest } from "./bounded-request";

const url = "http://host.example/api/auth/callback/credentials";
const post = (body: BodyInit) =>
  new Request(url, { method: "POST", body, duplex: "half", headers: { "x-own": "1" } } as RequestInit);

/** An endless body without Content-Length, which counts the bytes read from it. */
function endless() {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      taken++;
      controller.enqueue(new Uint8Array(4_096));
    },
  });
  return { body, taken: () => taken };
}

test("a small body reaches the handler as it was sent", async () => {
  const bound = await boundRequest(post("email=a%40b.example"));
  if (bound instanceof Response) throw new Error("It was refused.");
  expect([bound.method, bound.url, bound.headers.get("x-own")]).toEqual(["POST", url, "1"]);
  expect(await bound.text()).toBe("email=a%40b.example");
});

test("a body of 16 KiB is accepted, one byte more is not", async () => {
  expect(await boundRequest(post("x".repeat(16 * 1_024)))).toBeInstanceOf(Request);
  const refused = await boundRequest(post("x".repeat(16 * 1_024 + 1)));
  if (!(refused instanceof Response)) throw new Error("It was taken.");
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ code: "payload_too_large", instance: "/api/auth/callback/credentials" });
});

test("an endless body is not read completely", async () => {
  const { body, taken } = endless();
  expect(await boundRequest(post(body))).toHaveProperty("status", 413);
  expect(taken()).toBeLessThan(10);
});

test("a request without a body passes", async () => {
  const request = new Request(url);
  expect(await boundRequest(request)).toBe(request);
});

test.each(["", "{", "\u001f\ufffd"])("%j is not JSON and refused", async (body) => {
  const headers = { "content-type": "application/json; charset=utf-8" };
  const refused = await boundRequest(new Request(url, { method: "POST", body: Buffer.from(body), headers }));
  if (!(refused instanceof Response)) throw new Error("It was taken.");
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: "malformed_json" });
});

import { describe, expect, it } from "vitest";
import { isJsonType, readJsonBody } from "./body";
import { fromRequest } from "./exchange";
import { waitingBodyBytes } from "./waiting-bodies";

const rule = { limitBytes: 100, isOptional: false };
const json = { "content-type": "application/json" };
const read = (request: Request, limits = rule) => readJsonBody(fromRequest(request), limits);
const post = (body: BodyInit | null, headers: Record<string, string> = json) =>
  new Request("http://x/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
const codeOf = (request: Request, limits = rule) =>
  read(request, limits).then(
    () => null,
    (error: { code: string }) => error.code,
  );
const streamOf = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

describe("bodies that arrive slowly", () => {
  const MiB = 1024 * 1024;
  const limits = { limitBytes: 8 * MiB, isOptional: false };

  it("are refused when one owner sends too many at once, and leave room for others", async () => {
    const open: ReadableStreamDefaultController<Uint8Array>[] = [];
    const slow = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new Uint8Array(4 * MiB));
          open.push(controller);
        },
      });
    const send = (owner: string) => readJsonBody({ ...fromRequest(post(slow())), owner }, limits);
    const all = Array.from({ length: 20 }, () => send("one").catch((error: { code: string }) => error.code));
    await expect.poll(waitingBodyBytes).toBe(48 * MiB);
    expect(await readJsonBody({ ...fromRequest(post("{}")), owner: "other" }, limits)).toEqual({});
    for (const controller of open.slice(0, 12)) controller.error(new Error("The client went away."));
    expect((await Promise.all(all)).filter((code) => code === "overloaded")).toHaveLength(8);
    expect(waitingBodyBytes()).toBe(0);
  });
});

describe("readJsonBody", () => {
  it("reads JSON, in one chunk or several", async () => {
    expect(await read(post('{"a":1}'))).toEqual({ a: 1 });
    expect(await read(post(streamOf('{"a"', ":1}")))).toEqual({ a: 1 });
    expect(await read(post("\uFEFF{}"))).toEqual({});
  });

  it("counts bytes in spite of Content-Length, and stops at the first beyond the limit", async () => {
    expect(await codeOf(post(`"${"x".repeat(98)}"`))).toBeNull();
    expect(await codeOf(post(`"${"x".repeat(99)}"`))).toBe("payload_too_large");
    expect(await codeOf(post(`"${"é".repeat(50)}"`))).toBe("payload_too_large");
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(60));
      },
    });
    expect(await codeOf(post(endless))).toBe("payload_too_large");
    expect(pulled).toBeLessThan(10);
  });

  it.each(["{", "{'a':1}", "undefined", "NaN", '{"a":1}x', "[1,]", ""])("refuses %j as malformed", async (text) => {
    expect(await codeOf(post(text))).toBe("malformed_json");
  });

  it("refuses bytes that are not UTF-8", async () => {
    expect(await codeOf(post(new Uint8Array([0x22, 0xff, 0x22])))).toBe("malformed_json");
  });

  it("refuses JSON nested deeper than 32", async () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(await codeOf(post(nested(32)))).toBeNull();
    expect(await codeOf(post(nested(33)))).toBe("json_too_deep");
    const bomb = post(nested(200_000));
    expect(await codeOf(bomb, { limitBytes: 1_000_000, isOptional: false })).toBe("json_too_deep");
  });

  it("refuses NUL, lone surrogates and infinite numbers", async () => {
    expect(await codeOf(post('{"a":"\\u0000"}'))).toBe("invalid_character");
    expect(await codeOf(post('{"\\u0000":1}'))).toBe("invalid_character");
    expect(await codeOf(post('{"a":"\\ud800"}'))).toBe("invalid_unicode");
    expect(await codeOf(post('{"a":1e400}'))).toBe("number_not_finite");
    expect(await codeOf(post('{"a":-1e999}'))).toBe("number_not_finite");
  });

  it("reads a missing optional body as {}", async () => {
    const optional = { ...rule, isOptional: true };
    expect(await read(post(null, {}), optional)).toEqual({});
    expect(await codeOf(post("x", {}), optional)).toBe("unsupported_media_type");
  });

  it("refuses compressed bodies and other types", async () => {
    expect(await codeOf(post("{}", { "content-type": "text/plain" }))).toBe("unsupported_media_type");
    expect(await codeOf(post("{}", { ...json, "content-encoding": "gzip" }))).toBe("unsupported_media_type");
  });
});

describe("isJsonType", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'APPLICATION/JSON;charset="UTF-8"',
    "application/x+json",
  ])("%j is JSON", (type) => expect(isJsonType(type)).toBe(true));
  it.each([
    "text/json",
    "application/json; charset=utf-16",
    "application/jsonp",
    "application/x-www-form-urlencoded",
    "",
  ])("%j is not", (type) => expect(isJsonType(type)).toBe(false));
});

import { describe, expect, test } from "vitest";
import { explainError, explainRefusal, retryAfterSeconds, withoutKey } from "./failures";

const key = "sk-live-abcdefghijkl";
const place = { provider: "openai", model: "gpt-4o", key, deadlineMs: 120_000 };
const now = Date.parse("2026-01-01T00:00:00Z");
const refusal = (headers: Record<string, string>, body = "") => ({ status: 429, headers, body });

test.each([
  [{ "retry-after": "20" }, "", 20],
  [{ "retry-after": "1.2" }, "", 2],
  [{ "retry-after-ms": "1500", "retry-after": "20" }, "", 2],
  [{ "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" }, "", 60],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, "", 0],
  [{}, '{"error":{"details":[{"retryDelay":"34.5s"}]}}', 35],
  [{ "retry-after": "soon" }, "", null],
  [{}, "", null],
])("waits as the provider says: %j %s", (headers: Record<string, string>, body, seconds) => {
  expect(retryAfterSeconds(refusal(headers, body), now)).toBe(seconds);
});

describe("keys in errors", () => {
  test.each([
    [`Key ${key} is wrong`, "Key [key] is wrong"],
    ["Incorrect API key provided: sk-live-****ijkl.", "Incorrect API key provided: [key]."],
    ["Your key sk-other-0123456789 is old", "Your key [key] is old"],
    ["AIzaSyA0123456789 is not valid", "[key] is not valid"],
    ["The task-force skips key points", "The task-force skips key points"],
  ])("%s", (text, clean) => {
    expect(withoutKey(text, key)).toBe(clean);
  });

  test("are removed from any text of the provider", () => {
    for (const status of [400, 401, 403, 404, 409, 429, 500, 503, 529]) {
      const body = JSON.stringify({ error: { message: `The key ${key} may not do this.`, key } });
      expect(JSON.stringify(explainRefusal(place, { status, headers: {}, body }))).not.toContain("abcdefghijkl");
    }
    expect(JSON.stringify(explainError(place, new Error(`bad header ${key}`)))).not.toContain("abcdefghijkl");
  });
});

test("the test of a connection speaks of no answer of a model, and of no key where there is none", () => {
  const tested = { provider: "ours", key: null, deadlineMs: 10_000 };
  const saysOf = (error: unknown) => explainError(tested, error).message;
  expect(explainRefusal(tested, { status: 401, headers: {}, body: "" }).message).toBe(
    "ours asks for a key (401). Add it with “Replace key”.",
  );
  expect(explainRefusal({ ...place, key: null }, { status: 401, headers: {}, body: "" }).message).toBe(
    "openai asks for a key (401). Add it under Settings, Model providers.",
  );
  const late = Object.assign(new Error("late"), { name: "TimeoutError" });
  expect(saysOf(late)).toBe("ours did not answer within 10 seconds. Check its base URL, and whether it is running.");
  expect(explainError(place, late).message).toMatch(/did not finish within 120 seconds/);
  const cut = new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) });
  expect(saysOf(cut)).toBe("ours closed the connection before its answer was complete. Test it again.");
});

test("cuts long texts of a provider, and joins lines", () => {
  expect(withoutKey("a\n  b", null)).toBe("a b");
  expect(withoutKey("x".repeat(1_000), null).length).toBe(300);
});

test.each([
  ["ENOTFOUND", /cannot be found/],
  ["ECONNREFUSED", /does not take connections/],
  ["UND_ERR_CONNECT_TIMEOUT", /does not answer/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /has a self-signed certificate, which this server does not trust/],
  ["CERT_HAS_EXPIRED", /has a certificate that has expired/],
  ["ERR_SSL_WRONG_VERSION_NUMBER", /does not speak TLS at this port: check .* whether it begins with http/],
  ["UND_ERR_HEADERS_OVERFLOW", /sends headers that are too large/],
  ["ECONNRESET", /ended early/],
])("explains the network error %s", (code, words) => {
  const error = new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) });
  expect(explainError(place, error)).toMatchObject({
    code: "provider_unavailable",
    message: expect.stringMatching(words),
  });
});

test("a handshake that was closed is not a matter of certificates, and our own errors are not words of the provider", () => {
  const closed = Object.assign(new Error("Client network socket disconnected before secure TLS connection"), {
    code: "ECONNRESET",
  });
  expect(explainError(place, new TypeError("fetch failed", { cause: closed })).message).toBe(
    "openai closed the connection before it was encrypted.",
  );
  expect(explainError(place, new SyntaxError("Unexpected end of JSON input")).message).not.toContain("says");
  const large = Object.assign(new Error("The answer is larger than 9 bytes."), { code: "ANSWER_TOO_LARGE" });
  expect(explainError(place, large).message).toBe("openai sends an answer that is too large.");
});

test("explains any other error", () => {
  for (const error of [null, undefined, "odd", 7, {}, new Error(""), { error: { message: "no luck" } }])
    expect(explainError(place, error)).toMatchObject({
      type: "failed",
      message: expect.stringMatching(/^openai .*[.”]$/),
    });
});

import { describe, expect, test } from "vitest";
import { steady } from "./steady-pages";

const page: RequestInit = { headers: { rsc: "1" } };
const prefetch: RequestInit = { headers: { rsc: "1", "next-router-prefetch": "1" } };

/** Answers from a list: a status, or a failure. The server is reachable where `reachable` says so. */
function setUp(answers: (number | "failure")[], reachable: boolean[] = []) {
  const waiting: number[] = [];
  const sent: number[] = [];
  const send = steady(
    async () => {
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push(1);
      if (typeof answer !== "number") throw new TypeError("Failed to fetch");
      return new Response(null, { status: answer });
    },
    {
      onWaiting: (count) => waiting.push(count),
      isReachable: async () => reachable.shift() ?? false,
      sleep: async () => {},
    },
  );
  return { send, waiting, sent };
}

describe("a request for a page", () => {
  test("is sent once if it is answered, also with an error of the page", async () => {
    for (const status of [200, 404, 500]) {
      const { send, sent, waiting } = setUp([status]);
      expect((await send("/", page)).status).toBe(status);
      expect([sent.length, waiting]).toEqual([1, []]);
    }
  });

  test("waits while the server is away or only a proxy answers", async () => {
    const { send, sent, waiting } = setUp(["failure", 502, 503, "failure", 200]);
    expect((await send("/", page)).status).toBe(200);
    expect([sent.length, waiting]).toEqual([5, [1, 0]]);
  });

  test("is left to the router if the server answers all the same", async () => {
    const redirected = setUp(["failure"], [true, true]);
    await expect(redirected.send("/", page)).rejects.toThrow("Failed to fetch");
    expect([redirected.sent.length, redirected.waiting]).toEqual([2, [1, 0]]);
    const refused = setUp([503], [true, true]);
    expect((await refused.send("/", page)).status).toBe(503);
  });

  test("ends when the router gives it up", async () => {
    const { send, waiting } = setUp(["failure"]);
    await expect(send("/", { ...page, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(waiting).toEqual([]);
  });
});

test("prefetches, writes and other requests are sent once", async () => {
  for (const init of [prefetch, { ...page, method: "POST" }, {}, undefined]) {
    const { send, sent } = setUp(["failure"]);
    await expect(send("/", init)).rejects.toThrow();
    expect(sent.length).toBe(1);
  }
});

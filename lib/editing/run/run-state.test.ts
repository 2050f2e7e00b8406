import { describe, expect, it } from "vitest";
import { readLines } from "./read-run";
import { answerOf, idleRun, type RunStep, stepRun } from "./run-state";

const request = { provider: "offline", name: "m", messages: [] };
const finished: RunStep = {
  type: "finished",
  latencyMs: 900,
  ttftMs: 100,
  inputTokens: 3,
  outputTokens: 2,
  costUsd: 0,
  finishReason: "stop",
};
const cut: RunStep = {
  type: "failed",
  code: "provider_error",
  message: "The answer broke off.",
  status: 200,
  retryAfterSeconds: null,
};
const through = (...steps: RunStep[]) => steps.reduce(stepRun, idleRun);

describe("a run", () => {
  it("collects its text and ends as finished", () => {
    const state = through(
      { type: "start" },
      { type: "request", request },
      { type: "text", text: "Hi " },
      {
        type: "text",
        text: "Lena",
      },
    );
    expect(state).toMatchObject({ status: "running", text: "Hi Lena", request });
    expect(through({ type: "start" }, finished, { type: "end" })).toMatchObject({ status: "finished", failure: null });
  });

  it("keeps the received text if it fails or is aborted", () => {
    const begun: RunStep[] = [{ type: "start" }, { type: "text", text: "I am so" }];
    expect(through(...begun, cut, { type: "end" })).toMatchObject({
      text: "I am so",
      failure: { code: "provider_error" },
    });
    expect(through(...begun, { type: "end" })).toMatchObject({ text: "I am so", failure: { code: "cut_off" } });
  });

  it("starts without data of the previous run", () => {
    expect(through({ type: "text", text: "old" }, cut, { type: "start" })).toEqual({ ...idleRun, status: "running" });
  });

  it("shows tool calls as the answer if there is no text", () => {
    const tool = { name: "find_order", input: { id: "F-1" } };
    expect(JSON.parse(answerOf({ text: "", tools: [tool] }))).toEqual(tool);
    expect(answerOf({ text: "Hi", tools: [tool] })).toBe("Hi");
    expect(answerOf({ text: "", tools: [] })).toBe("");
  });
});

describe("lines of JSON", () => {
  it("are read in any chunks, also split inside a character", async () => {
    const bytes = new TextEncoder().encode('{"type":"text","text":"Grüße 🏕"}\n{"type":"text","text":"\\n"}\n');
    for (const size of [1, 3, 7, 1000]) {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
          controller.close();
        },
      });
      const steps = [];
      for await (const step of readLines(stream)) steps.push(step);
      expect(steps).toEqual([
        { type: "text", text: "Grüße 🏕" },
        { type: "text", text: "\n" },
      ]);
    }
  });
});

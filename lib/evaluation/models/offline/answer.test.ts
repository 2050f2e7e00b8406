import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageTexts } from "@/lib/template/requests/spoken";
import { aboutTokens } from "@/lib/template/token-estimate";
import type { ModelEvent, ModelMessage, ModelRequest } from "../types";
import { offlineAnswer } from "./answer";
import { readFacts } from "./facts";
import { chunksOf, streamOffline } from "./stream";

const ask = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  provider: "offline",
  name: "understudy-offline",
  messages: [
    { role: "system", content: "You are Fern, who helps customers of a plant shop. Be kind." },
    { role: "user", content: text },
  ],
  ...more,
});

describe("the offline answer", () => {
  test("mentions the contents of the message: name, number, sender, question", () => {
    const { text, finishReason } = offlineAnswer(ask("Hi, my name is Ana. Where is my order #4711?"));
    expect(text).toContain("Hello Ana,");
    expect(text).toContain("4711");
    expect(text).toContain("Where is my order #4711?");
    expect(text.trimEnd().endsWith("Fern")).toBe(true);
    expect(finishReason).toBe("stop");
  });

  test("is the same for the same request, in any order of fields", () => {
    const one = ask("Where is it?", { parameters: { seed: 1, temperature: 0 } });
    const other = { ...one, parameters: { temperature: 0, seed: 1 } };
    expect(offlineAnswer(one)).toEqual(offlineAnswer(other));
    const answers = new Set(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => offlineAnswer(ask("Where?", { parameters: { seed } })).text),
    );
    expect(answers.size).toBeGreaterThan(1);
  });

  test.each([
    ["Answer in German.", "Hallo Ana,"],
    ["Answer in French.", "Bonjour Ana,"],
    ["Answer in Spanish.", "Hola, Ana:"],
  ])("%s", (content, hello) => {
    const messages: ModelMessage[] = [
      { role: "system", content },
      { role: "user", content: "I am Ana. My parcel is late." },
    ];
    expect(offlineAnswer(ask("", { messages })).text).toContain(hello);
  });

  test("chooses the mentioned one of the offered answers", () => {
    const messages: ModelMessage[] = [
      { role: "system", content: "Answer with one of: billing, shipping, other." },
      { role: "user", content: "The shipping took three weeks." },
    ];
    expect(offlineAnswer(ask("", { messages })).text).toBe("shipping");
  });

  test("obeys the token limit and stop words, and reports why it ended", () => {
    const short = offlineAnswer(ask("Where is my order?", { parameters: { max_tokens: 5 } }));
    expect(short).toMatchObject({ finishReason: "length" });
    expect(short.text.length).toBe(20);
    expect(offlineAnswer(ask("I am Ana.", { parameters: { stop: ["Ana"] } })).text).toBe("Hello ");
  });

  test("calls a tool that the message mentions, and not again once it has its answer", () => {
    const parameters = { type: "object", properties: { order_id: { type: "string" } }, required: ["order_id"] };
    const tools = [{ type: "function", function: { name: "find_order", parameters } }];
    expect(offlineAnswer(ask("Where is my order A-10231?", { tools })).tool).toEqual({
      name: "find_order",
      input: { order_id: "A-10231" },
    });
    const after = ask("Where is my order A-10231?", { tools });
    after.messages.push({ role: "tool", content: "shipped" });
    expect(offlineAnswer(after).tool).toBeNull();
  });

  test("reads facts from any text without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (content) => {
        readFacts([{ role: "user", content }]);
        offlineAnswer(ask(content));
      }),
    );
  });
});

describe("its stream", () => {
  test("has chunks that join to the text", () => {
    fc.assert(fc.property(fc.string(), (text) => chunksOf(text).join("") === text || text.trim() === ""));
    expect(chunksOf("one two three four five").length).toBeGreaterThan(1);
  });

  test("has several chunks and ends with correct counts", async () => {
    const request = ask("I am Ana. Where is order #4711?");
    const events: ModelEvent[] = [];
    for await (const event of streamOffline(request, new AbortController().signal)) events.push(event);
    const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
    expect(text).toBe(offlineAnswer(request).text);
    expect(events.length).toBeGreaterThan(5);
    const inputTokens = messageTexts(request.messages).reduce((sum, { text: said }) => sum + aboutTokens(said), 0);
    expect(events.at(-1)).toMatchObject({ type: "finished", inputTokens, outputTokens: aboutTokens(text), costUsd: 0 });
  });
});

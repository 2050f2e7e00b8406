import { expect, test } from "vitest";
import { readModelList } from "./live-models";

const ids = (...names: string[]) => ({ data: names.map((id) => ({ id })) });

test("of OpenAI's own list only the models that chat", () => {
  const all = ids(
    "gpt-4o",
    "text-embedding-3-small",
    "gpt-4o-audio-preview",
    "o3",
    "whisper-1",
    "gpt-image-1",
    "gpt-4o",
  );
  expect(readModelList({ kind: "openai", baseUrl: null }, all)).toEqual(["gpt-4o", "o3"]);
  expect(readModelList({ kind: "openai", baseUrl: "https://proxy.example/v1" }, ids("our-model"))).toEqual([
    "our-model",
  ]);
});

test("Google's names without their folder, and only those that write", () => {
  const models = [
    { name: "models/gemini-2.5-flash", supportedGenerationMethods: ["generateContent"] },
    { name: "models/embedding-001", supportedGenerationMethods: ["embedContent"] },
    { name: "models/own" },
  ];
  expect(readModelList({ kind: "google", baseUrl: null }, { models })).toEqual(["gemini-2.5-flash", "own"]);
});

test.each([null, [], "x", {}, { data: {} }, { models: [] }])("%j is no list", (body) => {
  expect(readModelList({ kind: "anthropic", baseUrl: null }, body)).toBeNull();
});

test("odd entries are passed over", () => {
  const odd = { data: [null, 1, { id: 2 }, { id: "ok" }] };
  expect(readModelList({ kind: "openai_compatible", baseUrl: "x" }, odd)).toEqual(["ok"]);
});

import { expect, test, vi } from "vitest";
import { startFakeProvider } from "@/lib/testing/fake-provider";
import type { Connection } from "./connection";
import { keepModels, listLiveModelsSoon, readModelList } from "./live-models";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

const ids = (...names: string[]) => ({ data: names.map((id) => ({ id })) });

test("includes only chat models of OpenAI's list", () => {
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

test("includes Google's names without their prefix, and only text models", () => {
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

test("ignores invalid entries", () => {
  const odd = { data: [null, 1, { id: 2 }, { id: "ok" }] };
  expect(readModelList({ kind: "openai_compatible", baseUrl: "x" }, odd)).toEqual(["ok"]);
});

test("requests the list once, caches it, and requests it again once expired, also after a failure", async () => {
  const fake = await startFakeProvider();
  const baseUrl = fake.baseUrl("openai");
  const connection: Connection = { id: "c", kind: "openai_compatible", name: "ours", baseUrl, key: null };
  const both = await Promise.all([
    listLiveModelsSoon("k", () => connection),
    listLiveModelsSoon("k", () => connection),
  ]);
  expect(both).toEqual([fake.models, fake.models]);
  await listLiveModelsSoon("k", () => connection);
  expect(fake.requests).toHaveLength(1);
  fake.models = ["newer"];
  keepModels("k", ["older"], 0);
  expect(await listLiveModelsSoon("k", () => connection)).toEqual(["older"]); // returns without waiting
  await vi.waitFor(async () => expect(await listLiveModelsSoon("k", () => connection)).toEqual(["newer"]));
  const broken = () => {
    throw new Error("cannot be decrypted");
  };
  expect(await listLiveModelsSoon("b", broken)).toBeNull();
  keepModels("b", null, 0);
  await listLiveModelsSoon("b", () => connection);
  await vi.waitFor(async () => expect(await listLiveModelsSoon("b", () => connection)).toEqual(["newer"]));
  await fake.stop();
});

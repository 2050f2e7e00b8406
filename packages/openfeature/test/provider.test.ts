import {
  ErrorCode,
  OpenFeature,
  ProviderEvents,
  ProviderStatus,
  StandardResolutionReasons,
} from "@openfeature/server-sdk";
import { createClient } from "@understudy/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { promptOf } from "../../client/test/bundles";
import { type FakeServer, startFakeServer } from "../../client/test/fake-server";
import { UnderstudyProvider } from "../src/index";

let server: FakeServer;
const content = (text: string) => ({
  type: "chat" as const,
  messages: [{ role: "system" as const, content: text }],
  variables: [{ name: "who", type: "string" as const, required: true }],
  model: { provider: "openai", name: "gpt-x" },
});
const version = (number: number, text: string) => ({
  versionId: `v-${number}`,
  version: number,
  contentHash: `h${number}`,
  content: { type: "chat" as const, messages: [{ role: "system" as const, content: text }] },
});
const experiment = {
  id: "e1",
  phase: 1,
  batch: 1,
  seed: "s",
  trafficShare: 1,
  group: null,
  variants: [
    { key: "control", version: 1, weight: 0.5 },
    { key: "candidate", version: 2, weight: 0.5 },
  ],
  versions: [version(2, "two")],
};

async function start() {
  const understudy = createClient({ url: server.url, apiKey: "us_test", deadlineMs: 10_000, flushMs: 10 });
  await OpenFeature.setProviderAndWait(new UnderstudyProvider(understudy, { readyMs: 10_000 }));
  return OpenFeature.getClient();
}

beforeEach(async () => {
  server = await startFakeServer([
    promptOf("greeting", { content: content("Hi {{ who }}") }),
    promptOf("tested", { ...version(1, "one"), experiment } as never),
  ]);
});
afterEach(async () => {
  await OpenFeature.close();
  await server.stop();
});

describe("evaluation", () => {
  test("a string is the prompt's text, an object the complete answer or a provider's request", async () => {
    const flags = await start();
    const context = { targetingKey: "u_1", variables: { who: "Ann" } };
    const text = await flags.getStringDetails("greeting", "default", context);
    expect(text).toMatchObject({
      value: "Hi Ann",
      variant: "v1",
      reason: StandardResolutionReasons.STATIC,
      flagMetadata: { prompt: "greeting", version: 1, environment: "production", interactionId: expect.any(String) },
    });
    const whole = await flags.getObjectValue("greeting", {}, context);
    expect(whole).toMatchObject({ format: "messages", messages: [{ role: "system", content: "Hi Ann" }] });
    const openai = await flags.getObjectValue("greeting", {}, { ...context, format: "openai" });
    expect(openai).toMatchObject({ request: { model: "gpt-x", messages: [{ role: "system", content: "Hi Ann" }] } });
  });

  test("placeholders are filled from the context; a missing list is an invalid context", async () => {
    const messages = [{ role: "system" as const, content: "Hi" }, { placeholder: "history" }];
    server.state.prompts.push(promptOf("talk", { content: { type: "chat", messages } }));
    const flags = await start();
    const placeholders = { history: [{ role: "user", content: "Hello?" }] };
    expect(await flags.getStringValue("talk", "mine", { placeholders })).toBe("Hi\n\nHello?");
    for (const context of [{ variables: {} }, { variables: {}, placeholders: [] }, { placeholders: { history: "x" } }])
      expect(await flags.getStringDetails("talk", "mine", context as never)).toMatchObject({
        value: "mine",
        errorCode: ErrorCode.INVALID_CONTEXT,
      });
  });

  test("the targeting key selects the variant, which is reported as an exposure", async () => {
    const flags = await start();
    const seen = new Map<string, unknown>();
    for (let user = 0; user < 20; user++) {
      const details = await flags.getStringDetails("tested", "", { targetingKey: `u_${user}` });
      expect(details.reason).toBe(StandardResolutionReasons.SPLIT);
      expect(details.flagMetadata).toMatchObject({ experimentId: "e1" });
      seen.set(details.variant ?? "", details.value);
    }
    expect(Object.fromEntries(seen)).toEqual({ control: "one", candidate: "two" });
    const reported = () =>
      server.asked("/exposures").flatMap(({ body }) => (body as { exposures: object[] }).exposures);
    await vi.waitFor(() => expect(reported()).toHaveLength(20), { timeout: 20_000, interval: 20 });
    expect((await flags.getStringDetails("tested", "")).reason).toBe(StandardResolutionReasons.STATIC);
  });

  test("an evaluation that fails gives the default with OpenFeature's code", async () => {
    const flags = await start();
    const context = { variables: { who: "Ann" } };
    const codes = [
      (await flags.getStringDetails("no/prompt", "mine")).errorCode,
      (await flags.getBooleanDetails("greeting", true, context)).errorCode,
      (await flags.getNumberDetails("greeting", 1, context)).errorCode,
      (await flags.getStringDetails("greeting", "mine", { variables: {} })).errorCode,
      (await flags.getStringDetails("greeting", "mine", { variables: "Ann" })).errorCode,
    ];
    expect(codes).toEqual([
      ErrorCode.FLAG_NOT_FOUND,
      ErrorCode.TYPE_MISMATCH,
      ErrorCode.TYPE_MISMATCH,
      ErrorCode.INVALID_CONTEXT,
      ErrorCode.INVALID_CONTEXT,
    ]);
    expect(await flags.getStringValue("no/prompt", "mine")).toBe("mine");
  });
});

describe("the provider", () => {
  test("is ready with the first bundle, and reports which prompts changed", async () => {
    const flags = await start();
    expect(flags.providerStatus).toBe(ProviderStatus.READY);
    const changed = new Promise((done) =>
      flags.addHandler(ProviderEvents.ConfigurationChanged, (details) => done(details?.flagsChanged)),
    );
    await vi.waitFor(() => expect(server.streams.size).toBe(1), { timeout: 20_000, interval: 20 });
    server.release(promptOf("greeting", { version: 2, content: content("Hello {{ who }}") }));
    expect(await changed).toEqual(["greeting"]);
    expect(await flags.getStringValue("greeting", "", { variables: { who: "Bo" } })).toBe("Hello Bo");
  });

  test("is in error without a server, and evaluations give the default", async () => {
    await server.stop();
    const understudy = createClient({ url: server.url, apiKey: "us_test", deadlineMs: 50 });
    const provider = new UnderstudyProvider(understudy, { readyMs: 50 });
    await expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow();
    const flags = OpenFeature.getClient();
    expect(flags.providerStatus).toBe(ProviderStatus.ERROR);
    expect(await flags.getStringValue("greeting", "mine")).toBe("mine");
  });

  test("reports once it is ready after a start without a server, and reports changes afterwards", async () => {
    await server.stop();
    const understudy = createClient({ url: server.url, apiKey: "us_test", deadlineMs: 50 });
    const provider = new UnderstudyProvider(understudy, { readyMs: 50 });
    await expect(OpenFeature.setProviderAndWait(provider)).rejects.toThrow();
    const flags = OpenFeature.getClient();
    const ready = new Promise<void>((done) => flags.addHandler(ProviderEvents.Ready, () => done()));
    await server.restart();
    await ready;
    expect(flags.providerStatus).toBe(ProviderStatus.READY);
    const changed = new Promise((done) =>
      flags.addHandler(ProviderEvents.ConfigurationChanged, (details) => done(details?.flagsChanged)),
    );
    await vi.waitFor(() => expect(server.streams.size).toBe(1), { timeout: 20_000, interval: 20 });
    server.release(promptOf("greeting", { version: 2, content: content("Hello {{ who }}") }));
    expect(await changed).toEqual(["greeting"]);
  });

  test("track reports feedback and outcomes of an evaluation", async () => {
    const flags = await start();
    const context = { targetingKey: "u_1", variables: { who: "Ann" } };
    const { flagMetadata } = await flags.getStringDetails("greeting", "", context);
    flags.track("answered", context, { ...flagMetadata, latencyMs: 120 });
    flags.track("feedback", context, { interactionId: String(flagMetadata.interactionId), thumbs: "up" });
    const events = () => server.asked("/events").flatMap(({ body }) => (body as { events: object[] }).events);
    await vi.waitFor(() => expect(events()).toHaveLength(2), { timeout: 20_000, interval: 20 });
    expect(events()).toMatchObject([
      { type: "interaction", prompt: "greeting", version: 1, userId: "u_1", latencyMs: 120 },
      { type: "feedback", interactionId: flagMetadata.interactionId, thumbs: "up" },
    ]);
  });
});

import { beforeAll, expect, it } from "vitest";
import { type Client, chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { interactionsBefore } from "@/lib/testing/interactions";
import { createTestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();
let manage: Client;
const { interaction } = interactionsBefore(Date.now());

beforeAll(async () => {
  manage = createClient(mount.send, (await createTestWorkspace()).manageKey);
  await manage.post("/prompts", { name: "told/often", content: chatContent("x") });
  const tokens = { model: "gpt-4.1-mini", inputTokens: 1_000_000, outputTokens: 500_000, sessionId: "s_1" };
  const events = [
    interaction(1, { ...tokens, costUsd: 0.5 }),
    interaction(2, { ...tokens, costUsd: null }),
    interaction(3, { ...tokens, costUsd: null, model: "our-own" }),
  ];
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: 3 });
});

// $0.40 for a million tokens of input, $1.60 for a million of output.
const prices = { i1: null, i2: 1.2, i3: null };

it("an answer whose cost was not reported has its list price in the list, in an export and alone", async () => {
  const { items } = (await manage.get("/interactions")).body;
  const exported = (await manage.get("/interactions/export?format=jsonl")).text.trim().split("\n");
  const alone = await Promise.all(["i1", "i2", "i3"].map(async (id) => (await manage.get(`/interactions/${id}`)).body));
  for (const answers of [items, exported.map((line) => JSON.parse(line)), alone])
    expect(
      Object.fromEntries(
        answers.map(({ interactionId, pricedUsd }: Record<string, unknown>) => [interactionId, pricedUsd]),
      ),
    ).toEqual(prices);
});

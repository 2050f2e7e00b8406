import { randomUUID } from "node:crypto";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("the arrow keys move through a long trace, and the chosen step stays in view", async ({
  page,
  api,
  credentials,
}) => {
  const prompt = await newPrompt(api, { live: ["development"] });
  const traceId = `trace-${randomUUID()}`;
  const start = Date.now() - 60_000;
  const events = Array.from({ length: 60 }, (_, n) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: `${traceId}-${n}`,
    at: new Date(start + n * 100).toISOString(),
    prompt,
    version: 1,
    environment: "development",
    traceId,
    parentId: n === 0 ? null : `${traceId}-0`,
    name: `step ${n}`,
    kind: n === 0 ? "span" : "tool",
    latencyMs: n === 0 ? 6_000 : 90,
  }));
  const { status, body } = await api.runtime("development")("POST", "/events", { events });
  expect(status, JSON.stringify(body)).toBe(202);
  await page.goto(`/${credentials.workspace}/requests/traces/${traceId}`, { waitUntil: "networkidle" });
  await expect(page.locator("tr[aria-current]")).toContainText("step 0");
  for (let n = 0; n < 50; n++) await page.keyboard.press("ArrowDown");
  const chosen = page.locator(":focus");
  await expect(chosen).toContainText("step 50");
  await expect(chosen).toBeInViewport();
});

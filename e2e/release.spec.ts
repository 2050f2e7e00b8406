import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "./support/fixtures";

const before = "You welcome people to the shop.\nAnswer {{ customer_name }} in at most 40 words.";

type Resolved = { version: number; messages: { role: string; content: string }[] };

async function createPrompt(api: Api, name: string): Promise<void> {
  const content = {
    messages: [
      { role: "system", content: before },
      { role: "user", content: "{{ question }}" },
    ],
  };
  const created = await api.manage("POST", "/prompts", { name, content, message: "First words" });
  expect(created.status).toBe(201);
  for (const environment of ["development", "staging", "production"]) {
    const move = { version: 1, environment, reason: "Start" };
    expect((await api.manage("POST", `/prompts/${encodeURIComponent(name)}/promote`, move)).status).toBe(200);
  }
}

const resolve = async (api: Api, name: string, environment: "staging" | "production") =>
  (await api.runtime(environment)<Resolved>("GET", `/prompts/resolve?name=${encodeURIComponent(name)}`)).body;

/** Returns the milliseconds until production serves this version. */
async function servedAfter(api: Api, name: string, version: number, began: number): Promise<number> {
  await expect.poll(async () => (await resolve(api, name, "production")).version, { intervals: [5] }).toBe(version);
  return performance.now() - began;
}

/** Types at the end of the system message. */
async function type(page: Page, text: string): Promise<void> {
  const message = page.getByRole("textbox", { name: "System message" });
  await message.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(text);
}

test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("an editor changes a prompt, releases it, and rolls it back", async ({ page, api, credentials }) => {
  const leaf = `welcome-${randomUUID().slice(0, 8)}`;
  const name = `journeys/${leaf}`;
  await createPrompt(api, name);

  await test.step("finds it in the list and opens it", async () => {
    await page.goto(`/${credentials.workspace}/prompts`);
    await page.getByRole("link", { name: leaf }).click();
    await expect(page.getByRole("link", { name: "Edit", exact: true })).toHaveAttribute("aria-current", "page");
  });

  await test.step("edits it, and the preview updates", async () => {
    await type(page, "\nName the opening hours: {{ hours }}.");
    const preview = page.getByRole("complementary", { name: "Preview and model" });
    await expect(preview.getByText("Name the opening hours:")).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Name of hours" })).toBeVisible();
    await expect(page.getByText(/changes? since v1/)).toBeVisible();
  });

  await test.step("sees an error at its line, and cannot save it", async () => {
    await type(page, "\n{% if hours %}");
    await expect(page.getByText(/has no end/).first()).toBeVisible();
    for (const key of ["Shift+Home", "Backspace", "Backspace"]) await page.keyboard.press(key);
    await expect(page.getByText(/has no end/)).toHaveCount(0);
  });

  await test.step("saves it as version 2 with a note", async () => {
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByLabel("What changed, and why").fill("People ask when we are open");
    await page.getByRole("button", { name: /^Save v2/ }).click();
    await expect(page.getByText("v2 is saved.")).toBeVisible();
  });

  await test.step("compares it with the live version", async () => {
    await page.getByRole("link", { name: "History", exact: true }).click();
    await page.waitForURL("**/-/history");
    await page.goto(`${page.url()}?from=1&to=2`);
    const changes = page.getByRole("region", { name: "Difference between v1 and v2" });
    await expect(changes.getByText("Name the opening hours:")).toBeVisible();
    await expect(changes.getByText("1 message, 1 variable")).toBeVisible();
  });

  await test.step("promotes it to staging, then to production", async () => {
    await page.getByRole("button", { name: "Promote v2 to staging" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Promote to staging" }).click();
    await expect(page.getByText(/^v2 is (live )?in staging/)).toBeVisible();
    expect((await resolve(api, name, "staging")).version).toBe(2);
    expect((await resolve(api, name, "production")).version).toBe(1);

    await page.getByRole("button", { name: "Promote v2 to production" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText(/will get missing_variables|hours/).first()).toBeVisible();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Read ten answers on staging");
    await dialog.getByRole("button", { name: "Promote to production" }).click();
    await servedAfter(api, name, 2, performance.now());
    const text = async () => (await resolve(api, name, "production")).messages[0]?.content;
    await expect.poll(text).toContain("Name the opening hours: {{ hours }}."); // processes update one by one
  });

  await test.step("rolls back, and the old text is served immediately", async () => {
    await expect(page.getByText(/^v2 is live in production/)).toBeVisible();
    await page.getByRole("button", { name: "Roll back production" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Roll back to v1" });
    await expect(confirm).toBeEnabled();
    await page.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await confirm.click();
    await expect(page.getByRole("dialog").getByText("The server did not answer.")).toBeVisible();
    await page.unroute("**/*");
    await expect(confirm).toBeEnabled();
    const began = performance.now();
    await confirm.click();
    const milliseconds = await servedAfter(api, name, 1, began);
    test.info().annotations.push({ type: "from click to served", description: `${milliseconds.toFixed(0)} ms` });
    console.log(`    from the click on Roll back to the old version served: ${milliseconds.toFixed(0)} ms`);
    await expect.poll(async () => (await resolve(api, name, "production")).messages[0]?.content).toBe(before);
  });

  await test.step("reverts the rollback with Undo", async () => {
    // The toast of the release may still be visible beside it.
    const toast = page.locator("[data-sonner-toast]", { hasText: "v1 is live in production" });
    await toast.getByRole("button", { name: "Undo" }).click();
    await servedAfter(api, name, 2, performance.now());
    const releases = await api.manage<{ items: { kind: string; environment: string; toVersion: number }[] }>(
      "GET",
      `/prompts/${encodeURIComponent(name)}/releases?environment=production`,
    );
    expect(releases.body.items.map(({ toVersion }) => toVersion)).toEqual([2, 1, 2, 1]);
  });
});

import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { startFakeLangfuse } from "@/lib/testing/fake-tools";
import { apiCall, expect, signIn, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";
import { newWorkspace } from "./support/own-workspace";

/** Takes screenshots of a state that a reload would lose, at both widths and in both themes. */
async function picture(page: Page, name: string): Promise<void> {
  mkdirSync("test-results/looks", { recursive: true });
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const)
    for (const theme of ["dark", "light"] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.screenshot({ path: `test-results/looks/${name}-${width}-${theme}.png`, animations: "disabled" });
    }
}

test("a team imports from Langfuse, continues after a failure, compares both sides and switches", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  // Uses a separate workspace, because 45 more prompts would push others off the first page of the list.
  const workspace = await newWorkspace(server.dataDir, { people: { aiko: { name: "Aiko Tanaka", role: "admin" } } });
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(String(error)));
  await signIn(page, workspace.people.aiko);
  const manage = apiCall(server.url, workspace.keys.manage);
  const folder = `pulled-${randomUUID().slice(0, 8)}`;
  const base = { type: "text", config: {}, tags: [], labels: ["production"] };
  const prompts = Array.from({ length: 45 }, (_, index) => ({
    ...base,
    name: `team/prompt ${index}`,
    version: 1,
    prompt: index === 3 ? "{{#if a}}A{{/if}}" : `Text ${index} for {{user-name}}`,
    config: index === 0 ? { model: "gpt-4o", temperature: 0.2, extra: { a: 1 } } : index === 1 ? { note: "ours" } : {},
  }));
  const rows = [
    { id: "1", input: { question: "Where is it?" }, expectedOutput: "On its way." },
    { id: "2", input: { question: "Can I return it?" }, expectedOutput: "Yes." },
  ];
  const langfuse = await startFakeLangfuse(prompts, { [`Questions ${folder}`]: rows });
  try {
    await page.goto(`/${workspace.slug}/import`);
    await picture(page, "import-files");
    await page.getByRole("radio", { name: /^Connect to/ }).click();
    await page.getByLabel("Address").fill(langfuse.url);
    await page.getByLabel("Public key").fill("pk");
    await page.getByLabel("Secret key").fill("wrong");
    await page.getByRole("button", { name: "Read prompts" }).click();
    await expect(page.getByText("Langfuse does not accept the key")).toBeVisible();
    await expectAccessible(page);
    await picture(page, "import-connect");

    await page.getByLabel("Secret key").fill("sk");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByRole("heading", { name: "45 new prompts" })).toBeVisible();
    const plan = page.getByRole("list", { name: "What will change" });
    const noted = plan.getByRole("button", { name: "team/prompt-1", exact: true });
    await noted.click();
    await expect(plan).toContainText("/0/config/note");
    await picture(page, "import-losses");

    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(page.getByText("44 prompts give the same text on both sides, 1 could not be compared.")).toBeVisible();
    await page.getByRole("heading", { name: "Compare both sides" }).scrollIntoViewIfNeeded();
    await expectAccessible(page);
    await picture(page, "import-compare");

    await page.getByRole("button", { name: "Create a suite" }).click();
    await expect(page.getByText("2 cases imported. Not imported: id.")).toBeVisible();

    await page.getByLabel("Into the folder").fill(folder);
    await page.getByLabel("Into the folder").press("Enter");
    await page.getByRole("button", { name: "Import 45 prompts" }).click();
    await expect(page.getByRole("heading", { name: "45 prompts created" })).toBeVisible();
    await picture(page, "import-result");
    const made = await manage("GET", `/prompts/${encodeURIComponent(`${folder}/team/prompt-0`)}/versions/1`);
    expect(made).toMatchObject({
      status: 200,
      body: {
        content: {
          model: { provider: "openai", name: "gpt-4o" },
          messages: [{ content: "Text 0 for {{ user_name }}" }],
        },
      },
    });
  } finally {
    await langfuse.stop();
    await context.close();
  }
});

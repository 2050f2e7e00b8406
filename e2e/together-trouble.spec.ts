import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { freePort } from "@/scripts/embedded-postgres";
import { apiCall, expect as expectSoon, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";
import { typeAtEnd } from "./support/prompts";
import { startServer } from "./support/server";

// Connections are lost and found again, which takes seconds.
const expect = expectSoon.configure({ timeout: 30_000 });
const route = "**/api/shared-drafts/**";
const address = (slug: string) => `/${slug}/prompts/shop/hello`;
const blocks = (page: Page) => page.getByRole("region", { name: /message$/ });
const soon = { timeout: 30_000 };

type Who = "mara" | "priya" | "jonas";
type Server = { url: string; dataDir: string };

async function stage(browser: Browser, server: Server, complaints: string[]) {
  const workspace = await newWorkspace(server.dataDir, {
    people: {
      mara: { name: "Mara Lindqvist", role: "editor" },
      priya: { name: "Priya Raman", role: "editor" },
      jonas: { name: "Jonas Weber", role: "editor" },
    },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const messages = [
    { role: "system", content: "You welcome people.\n\nBe short." },
    { role: "user", content: "{{ question }}" },
  ];
  expect((await manage("POST", "/prompts", { name: "shop/hello", content: { messages } })).status).toBe(201);
  const enter = async (who: Who) => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: server.url });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    const page = await context.newPage();
    await signIn(page, workspace.people[who]);
    await open(page);
    return page;
  };
  const open = async (page: Page) => {
    await page.goto(address(workspace.slug));
    await expect(blocks(page).first()).toBeVisible();
  };
  return { workspace, manage, enter, open };
}

/** All of the text on the page, as the editors show it. */
const textOf = async (page: Page) =>
  (await page.locator("[data-editor-block] .view-lines").allInnerTexts()).join("\n").replaceAll("\u00a0", " ");

async function expectWords(page: Page, words: string[]): Promise<void> {
  await expect
    .poll(async () => {
      const text = await textOf(page);
      return words.filter((word) => !text.includes(word));
    })
    .toEqual([]);
}

async function share(first: Page, second: Page): Promise<void> {
  await typeAtEnd(first, "System message", " [share]");
  await first.getByRole("button", { name: "Edit together" }).click(soon);
  await expect(first.getByRole("button", { name: "Edit alone" })).toBeVisible();
  await second.getByRole("button", { name: "Join Mara" }).click(soon);
  await expect(second.getByRole("button", { name: "Edit alone" })).toBeVisible();
}

/** Types lines, each with a word of its own, and returns the words. */
async function chatter(page: Page, who: string, count: number, delay = 15): Promise<string[]> {
  const words = Array.from({ length: count }, (_, at) => `<${who}${at}>`);
  for (const word of words) await page.keyboard.type(`${word} `, { delay });
  return words;
}

test("ten seconds without a network lose no character, and a third person reads all of it", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(180_000);
  const { enter } = await stage(browser, server, complaints);
  const [mara, priya] = [await enter("mara"), await enter("priya")];
  await share(mara, priya);
  await typeAtEnd(mara, "System message", "\n");
  await typeAtEnd(priya, "User message", "\n");
  const words: string[] = [];
  words.push(...(await Promise.all([chatter(mara, "m", 10), chatter(priya, "p", 10)])).flat());
  await expectWords(mara, words);
  await priya.context().setOffline(true);
  const began = Date.now();
  const typed = Promise.all([chatter(mara, "mm", 20, 40), chatter(priya, "pp", 20, 40)]);
  words.push(...(await typed).flat());
  await expect(priya.getByText(/stored in this browser until the server answers/)).toBeVisible();
  await priya.waitForTimeout(Math.max(0, 10_000 - (Date.now() - began)));
  await priya.context().setOffline(false);
  await expectWords(mara, words);
  await expectWords(priya, words);
  const jonas = await enter("jonas");
  await jonas.getByRole("button", { name: /^Join (Mara|Priya)/ }).click(soon);
  await expectWords(jonas, words);
  expect(await textOf(jonas)).toBe(await textOf(mara));
  expect(await textOf(priya)).toBe(await textOf(mara));
});

test("one saves while the other types: the version has all of its own, and the draft keeps the rest", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  test.setTimeout(180_000);
  const { enter, manage } = await stage(browser, server, complaints);
  const [mara, priya] = [await enter("mara"), await enter("priya")];
  await share(mara, priya);
  await typeAtEnd(mara, "System message", "\nMara's line.");
  await typeAtEnd(priya, "User message", "\n");
  const typing = chatter(priya, "p", 60, 25);
  await mara.keyboard.press("ControlOrMeta+s");
  await mara.getByRole("button", { name: /^Save v2/ }).click();
  await expect(mara.getByText("v2 is saved.")).toBeVisible();
  const words = await typing;
  await expectWords(priya, [...words, "Mara's line."]);
  await expectWords(mara, [...words, "Mara's line."]);
  await expect(priya.getByText(/since v2/)).toBeVisible();
  await priya.keyboard.press("ControlOrMeta+s");
  await priya.getByRole("button", { name: /^Save v3/ }).click();
  await expect(priya.getByText("v3 is saved.")).toBeVisible();
  type Version = { content: { messages: { content: string }[] } };
  const { body } = await manage<Version>("GET", "/prompts/shop%2Fhello/versions/3");
  const text = body.content.messages.map(({ content }) => content).join("\n");
  expect([...words, "Mara's line.", "[share]"].filter((word) => !text.includes(word))).toEqual([]);
});

test("a closed tab, two tabs of one person, and both saving at once", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(180_000);
  const { enter, open, manage } = await stage(browser, server, complaints);
  const [mara, priya] = [await enter("mara"), await enter("priya")];
  await share(mara, priya);
  await typeAtEnd(priya, "User message", "\n");
  const words = await chatter(priya, "p", 5, 5);
  await priya.close({ runBeforeUnload: false });
  await expectWords(mara, words);
  const again = await priya.context().newPage();
  await open(again);
  await expectWords(again, words);
  await expect(again.getByRole("button", { name: "Edit alone" })).toBeVisible();
  const tab = await priya.context().newPage();
  await open(tab);
  await expectWords(tab, words);
  await expect(tab.getByRole("button", { name: "Edit alone" })).toBeVisible();
  await typeAtEnd(tab, "System message", " ");
  await typeAtEnd(again, "User message", " ");
  words.push(...(await Promise.all([chatter(tab, "t", 10), chatter(again, "a", 10)])).flat());
  for (const page of [mara, again, tab]) await expectWords(page, words);
  await mara.keyboard.press("ControlOrMeta+s");
  await again.keyboard.press("ControlOrMeta+s");
  await Promise.all([
    mara.getByRole("button", { name: /^Save v2/ }).click(),
    again.getByRole("button", { name: /^Save v2/ }).click(),
  ]);
  await expect(mara.getByText(/v2 is saved\.|saved v2\./)).toBeVisible();
  await expect(again.getByText(/v2 is saved\.|saved v2\./)).toBeVisible();
  for (const page of [mara, again]) await expect(page.getByText(/was saved by/)).toHaveCount(0);
  const { body } = await manage<{ items: unknown[] }>("GET", "/prompts/shop%2Fhello/versions");
  expect(body.items).toHaveLength(2);
  for (const page of [mara, again, tab]) await expectWords(page, words);
});

test("without a live connection everybody edits an own draft", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(180_000);
  const { enter } = await stage(browser, server, complaints);
  const [mara, priya] = [await enter("mara"), await enter("priya")];
  await mara.context().route(route, (request) => request.fulfill({ status: 502, body: "Bad gateway" }));
  await typeAtEnd(mara, "System message", " Alone.");
  await mara.getByRole("button", { name: "Edit together" }).click(soon);
  await expect(mara.getByText("The shared draft was not opened.")).toBeVisible();
  await typeAtEnd(mara, "System message", " Still alone.");
  await expect(mara.getByText(/since v1, kept as your working draft/)).toBeVisible();
  await mara.context().unroute(route);
  await mara.getByRole("button", { name: "Edit together" }).click(soon);
  await priya.getByRole("button", { name: "Join Mara" }).click(soon);
  await expectWords(priya, ["Alone.", "Still alone."]);
  // The stream is refused, the sending works: a proxy that buffers events.
  await priya
    .context()
    .route(route, (request) =>
      request.request().method() === "GET" ? request.fulfill({ status: 502, body: "" }) : request.continue(),
    );
  await priya.reload();
  await expect(priya.getByRole("button", { name: "Edit alone" })).toBeVisible();
  await typeAtEnd(priya, "User message", " <priya>");
  await expectWords(mara, ["<priya>"]);
  await typeAtEnd(mara, "System message", " <mara>");
  await expectWords(priya, ["<mara>"]);
});

test("a server that restarts while two people type loses no character", { tag: "@slow" }, async ({
  browser,
  complaints,
}) => {
  test.setTimeout(300_000);
  const env = { UNDERSTUDY_SEED: "empty", SHUTDOWN_GRACE_SECONDS: "1" };
  const port = await freePort();
  const dataDir = mkdtempSync(join(tmpdir(), "together-"));
  let server = await startServer({ port, dataDir, env });
  try {
    const { enter } = await stage(browser, server, complaints);
    const [mara, priya] = [await enter("mara"), await enter("priya")];
    await share(mara, priya);
    await typeAtEnd(mara, "System message", "\n");
    await typeAtEnd(priya, "User message", "\n");
    const words = (await Promise.all([chatter(mara, "m", 10), chatter(priya, "p", 10)])).flat();
    const typing = Promise.all([chatter(mara, "mm", 60, 40), chatter(priya, "pp", 60, 40)]);
    await server.stop();
    words.push(...(await typing).flat());
    await expectWords(
      mara,
      words.filter((word) => word.startsWith("<m")),
    );
    await expect(mara.getByText(/stored in this browser until the server answers/)).toBeVisible();
    server = await startServer({ port, dataDir, env, credentials: server.credentials });
    for (const page of [mara, priya]) {
      await expectWords(page, words);
      await expect(page.getByText(/kept in the shared draft/)).toBeVisible();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

import type { Browser, BrowserContext, Page } from "@playwright/test";
import { apiCall, expect, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";
import { newPrompt, typeAtEnd } from "./support/prompts";

const editorRoute = "**/api/editor/**";
const message = (page: Page) => page.getByRole("region", { name: "System message" }).first();
const kept = (page: Page) => page.getByText(/since v\d+, kept as your working draft/);

/** Types a text and waits until the server has all of it. "Kept" alone may still describe the text before. */
async function typeAndKeep(page: Page, text: string): Promise<void> {
  const inJson = JSON.stringify(text).slice(1, -1);
  const stored = page.waitForResponse(
    (response) => response.url().includes("/api/editor/") && (response.request().postData() ?? "").includes(inJson),
  );
  await typeAtEnd(page, "System message", text);
  await stored;
  await expect(kept(page)).toBeVisible();
}

type BrowserOptions = { baseURL: string; storageState?: Awaited<ReturnType<BrowserContext["storageState"]>> };

/** Opens a separate browser context: another machine, or another person. */
async function anotherBrowser(
  browser: Browser,
  complaints: string[],
  options: BrowserOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, ...options });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return context;
}

test("two people edit at the same time and both texts are kept", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(120_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" }, priya: { name: "Priya Raman", role: "editor" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const messages = [
    { role: "system", content: "You welcome people.\n\nBe short.\n\nSay goodbye." },
    { role: "user", content: "{{ question }}" },
  ];
  expect((await manage("POST", "/prompts", { name: "shop/hello", content: { messages } })).status).toBe(201);
  const pageOf = async (who: "mara" | "priya") => {
    const context = await anotherBrowser(browser, complaints, { baseURL: server.url });
    const page = await context.newPage();
    await signIn(page, workspace.people[who]);
    await page.goto(`/${workspace.slug}/prompts/shop/hello`);
    await expect(message(page)).toContainText("Be short.");
    return page;
  };
  const [mara, priya] = [await pageOf("mara"), await pageOf("priya")];

  await test.step("they see each other, and the other's place", async () => {
    await typeAtEnd(mara, "System message", " Wish them a nice day.");
    await expect(priya.getByText("Mara is editing the system message")).toBeVisible({ timeout: 20_000 });
    await expect(message(priya)).toContainText("Mara is writing here");
    await expect(mara.getByText("Priya is here too")).toBeVisible({ timeout: 20_000 });
  });

  await test.step("Priya writes in the same message; Mara saves first", async () => {
    await priya.getByRole("textbox", { name: "System message" }).focus();
    await priya.keyboard.press("ControlOrMeta+Home");
    await priya.keyboard.type("Smile. ");
    await expect(kept(priya)).toBeVisible();
    await mara.keyboard.press("ControlOrMeta+s");
    await mara.getByRole("button", { name: /^Save v2/ }).click();
    await expect(mara.getByText("v2 is saved.")).toBeVisible();
  });

  await test.step("Priya is notified, saves, and merges it by the keyboard", async () => {
    await expect(priya.getByText(/v2 was saved by Mara Lindqvist while you edited v1/)).toBeVisible({
      timeout: 20_000,
    });
    await expect(priya.getByRole("button", { name: "Merge v2", exact: true })).toBeVisible();
    await priya.keyboard.press("ControlOrMeta+s");
    const save = priya.getByRole("dialog", { name: "Save as v3" });
    await expect(save.getByText("Your changes to v2:")).toBeVisible();
    await expect(save.getByRole("listitem")).toHaveText(["System: +1 −1 lines"]);
    await expect(save.getByRole("button", { name: "Save on top" })).toBeVisible();
    await expect(save.getByRole("button", { name: /^Merge v2 and save/ })).toBeEnabled();
    await priya.keyboard.press("ControlOrMeta+s");
    await expect(priya.getByText("v3 is saved.")).toBeVisible();
    await expect(message(priya)).toContainText("Smile. You welcome people.");
    await expect(message(priya)).toContainText("Say goodbye. Wish them a nice day.");
  });
  type Version = { content: { messages: { content: string }[] } };
  const { body } = await manage<Version>("GET", "/prompts/shop%2Fhello/versions/3");
  expect(body.content.messages[0]?.content).toBe(
    "Smile. You welcome people.\n\nBe short.\n\nSay goodbye. Wish them a nice day.",
  );
});

test("a closed laptop loses nothing", async ({
  context,
  page,
  browser,
  api,
  credentials,
  server,
  session,
  complaints,
}) => {
  test.setTimeout(120_000);
  const name = await newPrompt(api);
  const address = `/${credentials.workspace}/prompts/${name}`;
  const elsewhere = async () => {
    const there = await anotherBrowser(browser, complaints, { baseURL: server.url, storageState: session });
    const other = await there.newPage();
    await other.goto(address);
    return other;
  };

  await test.step("the text is available on any machine", async () => {
    await page.goto(address);
    await typeAtEnd(page, "System message", " Kept at once.");
    await expect(kept(page)).toBeVisible();
    await page.close();
    const other = await elsewhere();
    await expect(message(other)).toContainText("Kept at once.");
    await expect(other.getByText(/Restored your unsaved text/)).toBeVisible();
    await other.context().close();
  });

  await test.step("the latest text is kept in the browser while the server is unreachable", async () => {
    const last = await context.newPage();
    await last.goto(address);
    await expect(message(last)).toContainText("Kept at once.");
    await context.route(editorRoute, (route) => route.abort());
    await typeAtEnd(last, "System message", " Said into the void.");
    await expect(last.getByText(/stored in this browser until the server answers/)).toBeVisible();
    await last.close();
    await context.unroute(editorRoute);
  });

  await test.step("it is sent to the server on the next visit", async () => {
    const back = await context.newPage();
    await back.goto(address);
    await expect(message(back)).toContainText("Kept at once. Said into the void.");
    await expect(kept(back)).toBeVisible();
    const other = await elsewhere();
    await expect(message(other)).toContainText("Kept at once. Said into the void.");
    await other.context().close();
  });
});

test("two tabs on one draft offer a merge, and no text is lost", { tag: "@slow" }, async ({
  context,
  page,
  api,
  credentials,
}) => {
  test.setTimeout(120_000);
  const name = await newPrompt(api);
  const address = `/${credentials.workspace}/prompts/${name}`;
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(address);
    await expect(message(tab)).toContainText("tent shop");
  }
  const offer = other.getByRole("region", { name: "Your other draft" });

  await test.step("a tab without changes follows", async () => {
    await typeAndKeep(page, " From the first.");
    await expect(message(other)).toContainText("From the first.", { timeout: 20_000 });
    await expect(offer).toBeHidden();
  });

  await test.step("a tab with its own changes gets an offer, and one click merges both", async () => {
    await other.route(editorRoute, (route) => route.abort());
    await typeAndKeep(page, "\n\nSay where it was made.");
    await other.getByRole("textbox", { name: "User message" }).focus();
    await other.keyboard.press("ControlOrMeta+End");
    await other.keyboard.type(" Please.");
    await expect(other.getByText(/stored in this browser until the server answers/)).toBeVisible();
    await other.unroute(editorRoute);
    await expect(offer).toContainText("You also edited this in another tab", { timeout: 20_000 });
    await offer.getByRole("button", { name: "Merge both" }).click();
    await expect(message(other)).toContainText("Say where it was made.");
    await expect(other.getByRole("region", { name: "User message" }).first()).toContainText("Please.");
    await expect(kept(other)).toBeVisible();
    await expect(page.getByRole("region", { name: "User message" }).first()).toContainText("Please.", {
      timeout: 20_000,
    });
  });

  await test.step("if lines conflict, the other draft can be opened again", async () => {
    await other.route(editorRoute, (route) => route.abort());
    await typeAndKeep(page, " In Ghent.");
    await typeAtEnd(other, "System message", " In Lyon.");
    await expect(other.getByText(/stored in this browser until the server answers/)).toBeVisible();
    await other.unroute(editorRoute);
    await expect(offer).toContainText("Some lines conflict", { timeout: 20_000 });
    await offer.getByRole("button", { name: "Keep this one" }).click();
    await expect(kept(other)).toBeVisible();
    await other.getByRole("button", { name: /one other draft/ }).click();
    await other.getByRole("dialog", { name: "Other drafts" }).getByRole("button", { name: "Open" }).click();
    await expect(message(other)).toContainText("In Ghent.");
    await expect(message(other).locator(".view-lines")).not.toContainText("In Lyon.");
    await expect(other.getByRole("button", { name: /one other draft/ })).toBeVisible(); // In Lyon
  });
});

/** Opens a prompt in two tabs, the second one while the text of the first one is not sent yet. */
async function openBesideUnsent(first: Page, address: string, text: string, between: () => Promise<void>) {
  let release = () => {};
  const isReleased = new Promise<void>((done) => {
    release = done;
  });
  await first.goto(address);
  await expect(message(first)).toContainText("tent shop");
  await first.route(editorRoute, async (route) => {
    if (route.request().method() === "POST") await isReleased;
    await route.continue();
  });
  await typeAtEnd(first, "System message", text);
  await expect.poll(() => first.evaluate(() => JSON.stringify({ ...localStorage }))).toContain(text);
  await between();
  const second = await first.context().newPage();
  const isAnswered = second.waitForResponse(
    (response) => response.url().includes("/api/editor/") && response.request().method() === "POST",
  );
  await second.goto(address);
  await isAnswered;
  return { second, release };
}

const otherDraft = (page: Page) => page.getByRole("region", { name: "Your other draft" });

test("a second tab leaves the unsent text of an open tab alone, and takes that of a crashed one", {
  tag: "@slow",
}, async ({ page, api, credentials }) => {
  test.setTimeout(60_000);
  const address = async () => `/${credentials.workspace}/prompts/${await newPrompt(api)}`;

  await test.step("the first tab sends its text itself, and the second one follows", async () => {
    const { second, release } = await openBesideUnsent(page, await address(), " Not sent yet.", async () => {});
    await expect(message(second)).toContainText("tent shop");
    await expect(message(second)).not.toContainText("Not sent yet.");
    release();
    await expect(kept(page)).toBeVisible();
    await expect(message(second)).toContainText("Not sent yet.", { timeout: 20_000 });
    await expect(otherDraft(page)).toHaveCount(0);
    await expect(otherDraft(second)).toHaveCount(0);
    await second.close();
  });

  await test.step("the text of a tab that crashed is restored", async () => {
    const first = await page.context().newPage();
    const crash = async () => {
      const isCrashed = first.waitForEvent("crash");
      const session = await first.context().newCDPSession(first);
      void session.send("Page.crash").catch(() => {});
      await isCrashed;
    };
    const { second, release } = await openBesideUnsent(first, await address(), " Before the crash.", crash);
    release();
    await expect(message(second)).toContainText("Before the crash.");
    await expect(second.getByText(/Restored your unsaved text/)).toBeVisible();
    await expect(kept(second)).toBeVisible();
  });
});

// Browsers have no Web Locks on http, except on localhost.
test("without Web Locks the second tab takes the text, and the first one is asked", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  await page.context().addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
  const address = `/${credentials.workspace}/prompts/${await newPrompt(api)}`;
  const { second, release } = await openBesideUnsent(page, address, " Not sent yet.", async () => {});
  await expect(message(second)).toContainText("Not sent yet.");
  await typeAndKeep(second, " And more.");
  await typeAtEnd(page, "System message", " Here, too.");
  release();
  await expect(otherDraft(page)).toBeVisible({ timeout: 20_000 });
});

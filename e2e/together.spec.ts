import type { Browser, Page } from "@playwright/test";
import { apiCall, expect, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";
import { typeAtEnd } from "./support/prompts";

const route = "**/api/shared-drafts/**";
const message = (page: Page) => page.getByRole("region", { name: "System message" }).first();
const lines = (page: Page) => message(page).locator(".view-lines");
const soon = { timeout: 20_000 };

type Server = { url: string; dataDir: string };

async function twoPeople(browser: Browser, server: Server, complaints: string[]) {
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" }, priya: { name: "Priya Raman", role: "editor" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const messages = [
    { role: "system", content: "You welcome people.\n\nBe short." },
    { role: "user", content: "{{ question }}" },
  ];
  expect((await manage("POST", "/prompts", { name: "shop/hello", content: { messages } })).status).toBe(201);
  const open = async (who: "mara" | "priya") => {
    const context = await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: server.url });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    const page = await context.newPage();
    await signIn(page, workspace.people[who]);
    await page.goto(`/${workspace.slug}/prompts/shop/hello`);
    await expect(message(page)).toContainText("Be short.");
    return page;
  };
  return { manage, mara: await open("mara"), priya: await open("priya") };
}

async function atStart(page: Page, text: string) {
  await page.getByRole("textbox", { name: "System message" }).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type(text);
}

test("two people edit one draft together, also after a lost connection and a save", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(180_000);
  const { mara, priya, manage } = await twoPeople(browser, server, complaints);

  await test.step("Mara shares her text, Priya accepts and sees it", async () => {
    await typeAtEnd(mara, "System message", " Be kind.");
    await mara.getByRole("button", { name: "Edit together" }).click(soon);
    await expect(mara.getByRole("button", { name: "Edit alone" })).toBeVisible(soon);
    await priya.getByRole("button", { name: "Join Mara" }).click({ timeout: 2_000 });
    await expect(lines(priya)).toContainText("Be short. Be kind.");
    await expect(mara.getByText("You edit together with Priya")).toBeVisible();
  });

  await test.step("a version that goes live meanwhile is shown above the text", async () => {
    const release = { version: 1, environment: "production", reason: "Meanwhile" };
    expect((await manage("POST", "/prompts/shop%2Fhello/promote", release)).status).toBe(200);
    for (const page of [mara, priya])
      await expect(page.getByTitle("Production").filter({ hasText: "v1" })).toBeVisible(soon);
  });

  await test.step("both type in the same message and see each other's text and caret", async () => {
    await Promise.all([atStart(mara, "Smile. "), typeAtEnd(priya, "System message", " Say goodbye.")]);
    for (const page of [mara, priya]) {
      await expect(lines(page)).toContainText("Smile. You welcome people.");
      await expect(lines(page)).toContainText("Be kind. Say goodbye.");
    }
    await expect(message(mara).locator(".template-caret")).toHaveText("Priya");
    await expect(message(priya).locator(".template-caret")).toHaveText("Mara");
  });

  await test.step("undo reverts only own changes", async () => {
    await priya.keyboard.press("ControlOrMeta+z");
    await expect(lines(priya)).not.toContainText("Say goodbye.");
    await expect(lines(mara)).not.toContainText("Say goodbye.");
    await expect(lines(mara)).toContainText("Smile. You welcome people.");
    await priya.keyboard.press("ControlOrMeta+Shift+z");
    await expect(lines(mara)).toContainText("Be kind. Say goodbye.");
  });

  await test.step("a person whose message is deleted is told, and puts it back", async () => {
    await typeAtEnd(priya, "User message", " Please.");
    await expect(mara.getByRole("region", { name: "User message" })).toContainText("Please.");
    await mara.getByRole("region", { name: "User message" }).getByRole("button", { name: /^More/ }).click();
    await mara.getByRole("menuitem", { name: "Delete" }).click();
    await expect(priya.getByText("The message that you were editing was deleted.")).toBeVisible(soon);
    await priya.getByRole("button", { name: "Undo" }).click();
    await expect(mara.getByRole("region", { name: "User message" })).toContainText("Please.", soon);
  });

  await test.step("a placeholder added by one is visible to the other", async () => {
    await mara.getByRole("button", { name: "Add a message" }).click();
    await expect(priya.locator("[data-editor-block]")).toHaveCount(3);
  });

  await test.step("a lost connection loses no text", async () => {
    await priya.route(route, (request) => request.abort());
    await typeAtEnd(priya, "System message", " Typed in a tunnel.");
    await expect(priya.getByText(/stored in this browser until the server answers/)).toBeVisible(soon);
    await atStart(mara, "Meanwhile: ");
    await priya.unroute(route);
    for (const page of [mara, priya]) {
      await expect(lines(page)).toContainText("Typed in a tunnel.", soon);
      await expect(lines(page)).toContainText("Meanwhile: Smile.", soon);
    }
  });

  await test.step("Mara saves; both continue from v2, and the version names both", async () => {
    await mara.keyboard.press("ControlOrMeta+s");
    await mara.getByRole("button", { name: /^Save v2/ }).click();
    await expect(mara.getByText("v2 is saved.")).toBeVisible();
    await expect(priya.getByText("Mara Lindqvist saved v2.")).toBeVisible(soon);
    await expect(priya.getByText("Mara Lindqvist saved v2.")).toHaveCount(1);
    await typeAtEnd(priya, "System message", " After v2.");
    await expect(priya.getByText(/since v2, kept in the shared draft/)).toBeVisible(soon);
    await expect(lines(mara)).toContainText("After v2.");
    const { body } = await manage<{ message: string }>("GET", "/prompts/shop%2Fhello/versions/2");
    expect(body.message).toContain("Written with Priya Raman.");
  });

  await test.step("what is typed right after a reload, before the page has joined again, is in the shared draft", async () => {
    let isSlow = true;
    await priya.route(route, async (request) => {
      if (isSlow) await new Promise((done) => setTimeout(done, 1_500));
      await request.continue();
    });
    await priya.reload();
    await expect(lines(priya)).toContainText("After v2."); // the shared text, before it is joined
    await typeAtEnd(priya, "System message", " Typed at once.");
    await expect(priya.getByText("You edit together with Mara")).toBeVisible(soon);
    isSlow = false;
    for (const page of [mara, priya]) await expect(lines(page)).toContainText("After v2. Typed at once.", soon);
    await expect(priya.getByRole("button", { name: /other draft/ })).toHaveCount(0);
  });

  await test.step("a person who returns joins again; a person who leaves keeps all of the text", async () => {
    await priya.reload();
    await expect(priya.getByText("You edit together with Mara")).toBeVisible(soon);
    await expect(lines(priya)).toContainText("After v2.");
    await mara.getByRole("button", { name: "Edit alone" }).click();
    await expect(mara.getByText(/since v2, kept as your working draft/)).toBeVisible(soon);
    await typeAtEnd(mara, "System message", " Mara alone.");
    await expect(lines(mara)).toContainText("After v2. Typed at once. Mara alone.");
    await expect(lines(priya)).not.toContainText("Mara alone.");
  });
});

test("a private draft is kept when joining a shared one, and can be merged into it", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(120_000);
  const { mara, priya } = await twoPeople(browser, server, complaints);
  await typeAtEnd(mara, "System message", " Be kind.");
  await mara.getByRole("button", { name: "Edit together" }).click(soon);
  await atStart(priya, "Priya's own. ");
  await expect(priya.getByText(/since v1, kept as your working draft/)).toBeVisible(soon);
  await priya.getByRole("button", { name: "Join Mara" }).click(soon);
  await expect(lines(priya)).toContainText("Be short. Be kind.");
  await expect(lines(priya)).not.toContainText("Priya's own.");
  await priya.getByRole("button", { name: /one other draft/ }).click();
  await priya.getByRole("dialog", { name: "Other drafts" }).getByRole("button", { name: "Merge" }).click();
  for (const page of [mara, priya]) {
    await expect(lines(page)).toContainText("Priya's own. You welcome people.");
    await expect(lines(page)).toContainText("Be short. Be kind.");
  }
});

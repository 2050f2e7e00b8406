import type { Browser, Page } from "@playwright/test";
import { apiCall, expect as expectSoon, signIn, test } from "./support/fixtures";
import { newWorkspace } from "./support/own-workspace";

// Three browsers run at the same time, so each step takes longer.
const expect = expectSoon.configure({ timeout: 30_000 });
const name = "support/welcome";
const versions = `/prompts/${encodeURIComponent(name)}/versions`;
type Server = { url: string; dataDir: string };

const content = (text: string, more: object[] = []) => ({ messages: [{ role: "system", content: text }, ...more] });
const before = content("Greet people.", [{ role: "assistant", content: "A message that v2 removes." }]);
const under = (text: string) => content(`Greet people.\nOffer tea to everyone.\n${text}`);

async function stage(browser: Browser, server: Server, complaints: string[]) {
  const workspace = await newWorkspace(server.dataDir, {
    people: {
      mara: { name: "Mara Lindqvist", role: "editor" },
      priya: { name: "Priya Raman", role: "publisher" },
      jonas: { name: "Jonas Weber", role: "viewer" },
    },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const must = async (path: string, body: unknown) => expect((await manage("POST", path, body)).status).toBe(201);
  await must("/prompts", { name, content: before, deployTo: "production" });
  await must(versions, { content: under("Say goodbye.") });
  await must("/change-requests", { name, version: 2, environment: "production", title: "Offer tea" });
  const open = async (who: keyof typeof workspace.people) => {
    const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
    context.on("weberror", (error) => complaints.push(String(error.error())));
    const page = await context.newPage();
    await signIn(page, workspace.people[who]);
    await page.goto(`/${workspace.slug}/changes/1`);
    return page;
  };
  return { must, manage, mara: await open("mara"), priya: await open("priya"), jonas: await open("jonas") };
}

async function suggestLine(page: Page, line: number, text: string): Promise<void> {
  await page.getByRole("button", { name: `Comment on line ${line}` }).click();
  await page.getByRole("radio", { name: "Suggest a change" }).click();
  await page.getByLabel(`Line ${line} as it should be`).fill(text);
  await page.getByRole("button", { name: "Suggest", exact: true }).click();
  await expect(page.getByRole("region", { name: "Suggestions" })).toBeVisible();
}

const lineTwo = (page: Page, word = "Accept") =>
  page.getByRole("button", { name: new RegExp(`^${word} the suggestion for line 2`) });

test("two reviewers suggest the same line, and the author takes one instead of the other", { tag: "@slow" }, async ({
  browser,
  server,
  complaints,
}) => {
  test.setTimeout(180_000);
  const { manage, must, mara, priya, jonas } = await stage(browser, server, complaints);

  await test.step("nothing can be suggested for a message that the version removes", async () => {
    await priya.getByRole("button", { name: "Comment on Assistant" }).click();
    await expect(priya.getByRole("textbox", { name: "Your comment", exact: true }).first()).toBeVisible();
    await expect(priya.getByRole("radio", { name: "Suggest a change" })).toHaveCount(0);
    await priya.keyboard.press("Escape");
  });

  await test.step("Priya and Jonas suggest different words for line 2", async () => {
    await suggestLine(priya, 2, "Offer coffee to everyone.");
    await suggestLine(jonas, 2, "Offer water to everyone.");
  });

  await test.step("Mara accepts all that fit together, and then Jonas' words instead", async () => {
    await mara.reload();
    const bar = mara.getByRole("region", { name: "Suggestions" });
    await expect(bar).toContainText("Priya Raman and Jonas Weber suggest 2 lines.");
    await lineTwo(mara).first().click();
    await expect(mara.getByText("Accepted by Mara Lindqvist")).toBeVisible();
    await expect(bar.getByRole("button", { name: "Decline the other one" })).toBeVisible();
    await mara.getByRole("button", { name: "Accept the suggestion for line 2 instead" }).click();
    await expect(bar).toContainText("1 of 2 accepted.");
    await expect(mara.getByText("Declined by Mara Lindqvist")).toBeVisible();
  });

  await test.step("a version that somebody saved meanwhile is kept", async () => {
    await must(versions, { content: under("Say goodbye, with a smile.") });
    await mara.getByRole("button", { name: "Save 1 line as a version" }).click();
    await expect(mara.getByText("v4 of support/welcome in production")).toBeVisible();
    const { body } = await manage<{ content: { messages: { content: string }[] } }>("GET", `${versions}/4`);
    expect(body.content.messages.map((one) => one.content)).toEqual([
      "Greet people.\nOffer water to everyone.\nSay goodbye, with a smile.",
    ]);
    await expect(mara.getByText(/outdated: another version is under review/)).toHaveCount(2);
  });

  await test.step("lines that somebody else changed meanwhile are refused with the reason", async () => {
    await priya.reload();
    await suggestLine(priya, 2, "Offer juice to everyone.");
    await mara.reload();
    await lineTwo(mara).click();
    await must(versions, { content: content("Greet people.\nOffer nothing.\nSay goodbye, with a smile.") });
    await mara.getByRole("button", { name: "Save 1 line as a version" }).click();
    await expect(mara.getByText("v5 changed the same lines. Edit from v5 and choose that version.")).toBeVisible();
    await expect(mara.getByRole("button", { name: "Save 1 line as a version" })).toBeVisible();
  });
});

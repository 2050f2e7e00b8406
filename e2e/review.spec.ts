import type { Page } from "@playwright/test";
import { apiCall, expect as expectSoon, test } from "./support/fixtures";
import { newWorkspace, pageOf } from "./support/own-workspace";
import { typeAtEnd } from "./support/prompts";

// Two browsers run at the same time, so each step takes longer.
const expect = expectSoon.configure({ timeout: 30_000 });
const name = "support/welcome";
const inPath = encodeURIComponent(name);

/** Adds a line at the end of the system message and saves it as the next version. */
async function saveLine(page: Page, line: string, version: number): Promise<void> {
  await typeAtEnd(page, "System message", `\n${line}`);
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByLabel("What changed, and why").fill(line);
  await page.getByRole("button", { name: new RegExp(`^Save v${version}`) }).click();
  await expect(page.getByText(`v${version} is saved.`)).toBeVisible();
}

test("a change request is refused, amended, approved and released", async ({ browser, server, complaints }) => {
  test.setTimeout(240_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" }, priya: { name: "Priya Raman", role: "publisher" } },
    requiredApprovals: 1,
  });
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const manage = apiCall(server.url, workspace.keys.manage);
  const served = async () => {
    const answer = await apiCall(server.url, workspace.keys.production)<{ version: number }>(
      "GET",
      `/prompts/resolve?name=${inPath}`,
    );
    return answer.body.version;
  };
  const content = { messages: [{ role: "system", content: "You welcome people to the shop.\nBe short." }] };
  const start = { name, content, message: "Start", deployTo: "production", override: true };
  expect((await manage("POST", "/prompts", start)).status).toBe(201);
  const mara = await pageOf(browser, server.url, workspace, "mara");
  const priya = await pageOf(browser, server.url, workspace, "priya");
  for (const page of [mara, priya]) page.on("pageerror", (error) => complaints.push(String(error)));

  await test.step("Mara, an editor, writes a version and asks for a review", async () => {
    await mara.goto(at(`prompts/${name}`));
    await saveLine(mara, "Offer tea to everyone.", 2);
    await mara.goto(at(`prompts/${name}/-/history`));
    await mara.getByRole("button", { name: "More for v2" }).click();
    await mara.getByRole("menuitem", { name: /^Production/ }).click();
    const dialog = mara.getByRole("dialog", { name: "Ask for a review of v2" });
    await expect(dialog.getByText(/one approval from someone else/)).toBeVisible();
    await expect(dialog.getByLabel("Title")).toHaveValue("Offer tea to everyone.");
    await dialog.getByRole("checkbox", { name: "Priya Raman" }).check();
    await dialog.getByRole("button", { name: "Ask for review" }).click();
    await mara.waitForURL(/\/changes\/1$/);
    await expect(mara.getByRole("heading", { name: "Waiting for 1 approval." })).toBeVisible();
    await expect(mara.getByRole("button", { name: "Approve v2" })).toHaveCount(0);
    await expect(mara.getByText("There is no gate for production.")).toBeVisible();
  });

  await test.step("nobody can bypass it, not even with a key", async () => {
    const move = { version: 2, environment: "production", reason: "now" };
    const refused = await manage<{ code: string }>("POST", `/prompts/${inPath}/promote`, move);
    expect(refused).toMatchObject({ status: 409, body: { code: "approval_required" } });
    expect(await served()).toBe(1);
  });

  await test.step("Priya finds it in her inbox, comments on a line and asks for changes", async () => {
    await priya.goto(at("prompts"));
    await expect(priya.getByRole("region", { name: /Waiting for you/ })).toContainText(`Approve ${name} v2`);
    await priya
      .getByRole("link", { name: /^Inbox/ })
      .first()
      .click();
    const waiting = priya.getByRole("region", { name: /^Waiting for you/ });
    await expect(waiting).toContainText("You were asked to review it");
    await waiting.getByRole("link", { name: /Approve support\/welcome v2/ }).click();
    await priya.waitForURL(/\/changes\/1$/);
    await priya.getByRole("button", { name: "Comment on line 3" }).click();
    await priya.getByLabel("Your comment on line 3").fill("We have no tea in the shop.");
    await priya.keyboard.press("ControlOrMeta+Enter");
    await expect(priya.getByRole("region", { name: "Comment by Priya Raman" })).toContainText("no tea in the shop");
    await priya.getByRole("button", { name: "Request changes" }).click();
    await expect(priya.getByText("Describe what should change.")).toBeVisible();
    await priya.getByRole("textbox", { name: "Your comment" }).fill("Offer coffee, please.");
    await priya.getByRole("button", { name: "Request changes" }).click();
    await expect(priya.getByRole("heading", { name: "Priya Raman requested changes." })).toBeVisible();
  });

  await test.step("Mara is notified, answers, and replaces the version with a better one", async () => {
    await mara.goto(at("inbox"));
    await mara.getByRole("link", { name: /Answer the comments on support\/welcome v2/ }).click();
    await mara.getByRole("button", { name: "Reply", exact: true }).click();
    await mara.getByLabel("Your reply").pressSequentially("True. Coffee it is, @Pri");
    await mara.getByRole("option", { name: "Priya Raman" }).click();
    await mara.getByRole("button", { name: "Reply", exact: true }).click();
    await expect(mara.getByText("True. Coffee it is, @Priya Raman")).toBeVisible();
    await expect(mara.getByRole("status").filter({ hasText: "The reply is sent." })).toHaveCount(1);
    await mara.getByRole("link", { name: "Edit from v2" }).click();
    await saveLine(mara, "No: offer coffee.", 3);
    await mara.goto(at("changes/1"));
    await mara.getByRole("button", { name: "Choose a newer version" }).click();
    await mara.getByRole("dialog").getByRole("button", { name: "Replace" }).click();
    await expect(mara.getByRole("heading", { name: "Waiting for 1 approval." })).toBeVisible();
    await expect(mara.getByText("Written for v2. The line has not changed.")).toBeVisible();
  });

  await test.step("Priya approves it and releases it, and applications get it", async () => {
    await expect(priya.getByText("v3 replaced v2 while this page was open.")).toBeVisible({ timeout: 30_000 });
    await expect(priya.getByRole("button", { name: "Approve v3" })).toBeDisabled();
    await priya.getByRole("button", { name: "Review v3", exact: true }).click();
    await expect(priya.getByRole("main")).toBeFocused();
    await priya.getByRole("button", { name: "Your review" }).click();
    await expect(priya.getByRole("textbox", { name: "Your comment" })).toBeFocused();
    await priya.getByRole("button", { name: "Approve v3" }).click();
    await expect(priya.getByRole("heading", { name: "Priya Raman approved. v3 can go live." })).toBeVisible();
    expect(await served()).toBe(1);
    await priya.getByRole("button", { name: "Promote v3 to production" }).click();
    const dialog = priya.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Everyone likes coffee");
    await dialog.getByRole("button", { name: "Promote to production" }).click();
    await expect(priya.getByText("v3 is live in production.")).toBeVisible();
    await expect(priya.getByRole("heading", { name: "v3 was promoted to production." })).toBeVisible();
    await expect.poll(served).toBe(3);
  });

  await test.step("she can roll it back without approval", async () => {
    await priya.getByRole("button", { name: "Undo" }).click();
    await expect.poll(served).toBe(1);
    await mara.goto(at("inbox?show=all"));
    await expect(mara.getByRole("region", { name: /^Done/ })).toContainText("support/welcome v3");
  });
  await Promise.all([mara.context().close(), priya.context().close()]);
});

test("a reviewer suggests lines, and the author accepts them one by one", async ({ browser, server, complaints }) => {
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" }, priya: { name: "Priya Raman", role: "publisher" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const says = (content: string) => ({ messages: [{ role: "system", content }] });
  const start = { name, content: says("Greet people."), deployTo: "production" };
  expect((await manage("POST", "/prompts", start)).status).toBe(201);
  const two = says("Greet people.\nOffer tea to everyone.\nSay goodbye.");
  expect((await manage("POST", `/prompts/${inPath}/versions`, { content: two })).status).toBe(201);
  const input = { name, version: 2, environment: "production", title: "Offer tea" };
  expect((await manage("POST", "/change-requests", input)).status).toBe(201);
  const mara = await pageOf(browser, server.url, workspace, "mara");
  const priya = await pageOf(browser, server.url, workspace, "priya");
  for (const page of [mara, priya]) page.on("pageerror", (error) => complaints.push(String(error)));

  await test.step("Priya's unfinished comment is kept after leaving the page and a reload", async () => {
    await priya.goto(`/${workspace.slug}/changes/1`);
    await priya.getByRole("button", { name: "Comment on line 2" }).click();
    const comment = priya.getByLabel("Your comment on line 2");
    await comment.pressSequentially("Ask @Mar");
    await priya.keyboard.press("Enter");
    await priya.keyboard.type("first");
    await expect(comment).toHaveValue("Ask @Mara Lindqvist first");
    await priya.getByRole("radio", { name: "Suggest a change" }).click();
    await priya.getByRole("radio", { name: "Comment" }).click();
    await expect(comment).toHaveValue("Ask @Mara Lindqvist first");
    await priya.getByRole("button", { name: "Comment on line 3" }).click();
    await priya.getByRole("button", { name: "Comment on line 2" }).click();
    await priya.getByRole("textbox", { name: "Your comment", exact: true }).fill("All in all");
    await priya.reload();
    await expect(comment).toHaveValue("Ask @Mara Lindqvist first");
    await expect(priya.getByRole("textbox", { name: "Your comment", exact: true })).toHaveValue("All in all");
    await comment.focus();
    await priya.keyboard.press("ControlOrMeta+Enter");
    await expect(priya.getByRole("region", { name: "Comment by Priya Raman" })).toContainText("first");
    await priya.reload();
    await expect(priya.getByRole("region", { name: "Comment by Priya Raman" })).toBeVisible();
    await expect(comment).toHaveCount(0);
  });

  await test.step("Priya writes a suggestion", async () => {
    await priya.getByRole("button", { name: "Comment on System" }).click();
    await priya.getByRole("radio", { name: "Suggest a change" }).click();
    const text = priya.getByLabel("The text as it should be");
    await expect(text).toHaveValue(/Offer tea to everyone/);
    await text.fill("Greet people.\nOffer coffee to everyone.\nSay goodbye.\nUse no emoji.");
    await priya.getByLabel("Why").fill("We have no tea.");
    await priya.getByRole("button", { name: "Suggest", exact: true }).click();
    await expect(priya.getByRole("region", { name: "Suggestions" })).toContainText("Priya Raman suggests 2 lines.");
  });

  await test.step("Mara accepts one, rejects the other and saves", async () => {
    await mara.goto(`/${workspace.slug}/changes/1`);
    await mara.getByRole("button", { name: "Accept the suggestion for line 2" }).click();
    await expect(mara.getByText("Accepted by Mara Lindqvist")).toBeVisible();
    await expect(mara.getByText("We have no tea.")).toHaveCount(0); // resolved threads are collapsed
    await mara.getByRole("button", { name: "Show the suggestion" }).click();
    await expect(mara.getByText("We have no tea.")).toBeVisible();
    await mara.getByRole("button", { name: "Decline the suggestion for line 3" }).click();
    await mara.getByRole("button", { name: "Save 1 line as a version" }).click();
    await expect(mara.getByText("v3 of support/welcome in production")).toBeVisible();
    await expect(mara.getByRole("region", { name: "What v3 changes", exact: true })).toContainText(
      "Offer coffee to everyone.",
    );
  });
  type Version = { content: { messages: { content: string }[] } };
  const { body } = await manage<Version>("GET", `/prompts/${inPath}/versions/3`);
  expect(body.content.messages[0]?.content).toBe("Greet people.\nOffer coffee to everyone.\nSay goodbye.");
  await Promise.all([mara.context().close(), priya.context().close()]);
});

import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

type Resolved = { version: number; assignment: { reason: string; variant: string | null } };

test("a product manager plans an experiment, starts it, and stops it", async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["production"], versions: 2 });
  const runtime = api.runtime("production");
  const variantOf = async (user: string) =>
    (await runtime<Resolved>("GET", `/prompts/resolve?name=${encodeURIComponent(name)}&userId=${user}`)).body;

  await test.step("the plan shows the number of users while it is edited", async () => {
    await page.goto(`/${credentials.workspace}/experiments/new?prompt=${encodeURIComponent(name)}`);
    await expect(page.getByLabel("Version of the control")).toHaveValue("1");
    await expect(page.getByLabel("Version of the candidate")).toHaveValue("2");
    await page.getByLabel("Name", { exact: true }).fill("Kinder answers");
    await page.getByLabel("Current value").fill("70");
    const takes = page.getByRole("complementary", { name: "Required sample" });
    await expect(takes).toContainText("1,251 users");
    await page.getByLabel("Smallest change to detect").fill("12");
    await expect(takes).toContainText("500 users");
  });

  await test.step("an unfinished plan is kept after leaving the page", async () => {
    await page.getByRole("link", { name: "Quality" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "Quality" })).toBeVisible();
    await page.goBack();
    await expect(page.getByText("This is the plan that you began before.")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Kinder answers");
    await expect(page.getByLabel("Smallest change to detect")).toHaveValue("12");
    await expect(page.getByLabel("Version of the candidate")).toHaveValue("2");
  });

  await test.step("shares always add up", async () => {
    await page.getByLabel("Share of the candidate, percent").fill("40");
    await expect(page.getByLabel("Share of the control, percent")).toHaveValue("60");
    await page.getByRole("button", { name: "Equal shares" }).click();
    await expect(page.getByLabel("Share of the control, percent")).toHaveValue("50");
  });

  await test.step("the start dialog states which users are affected", async () => {
    await page.getByRole("button", { name: "Review and start" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("gives v1 to 50");
    await dialog.getByRole("button", { name: "Start experiment" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("The experiment runs.")).toBeVisible();
  });

  await test.step("users get different versions, each always the same", async () => {
    const users = Array.from({ length: 20 }, (_, n) => `person-${n}`);
    await expect.poll(async () => (await variantOf("person-0")).assignment.reason).toBe("experiment");
    const first = await Promise.all(users.map(variantOf));
    expect(new Set(first.map(({ version }) => version))).toEqual(new Set([1, 2]));
    const again = await Promise.all(users.map(variantOf));
    expect(again.map(({ version }) => version)).toEqual(first.map(({ version }) => version));
  });

  await test.step("a decision and a promotion are not possible yet", async () => {
    await expect(page.getByRole("button", { name: "Conclude" })).toHaveAttribute("aria-disabled", "true");
    const path = `/prompts/${encodeURIComponent(name)}/promote`;
    const promoted = await api.manage<{ code: string }>("POST", path, { version: 2, environment: "production" });
    expect(promoted.body.code).toBe("experiment_conflict");
  });

  await test.step("the prompt's history shows the shares", async () => {
    await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
    await page.getByRole("link", { name: /In an experiment: v1 50/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Kinder answers");
  });

  await test.step("a stop gives all users the released version", async () => {
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill("Seen enough");
    await dialog.getByRole("button", { name: "Stop experiment" }).click();
    await expect(page.getByText("The experiment is stopped.")).toBeVisible();
    await expect.poll(async () => (await variantOf("person-1")).assignment.reason).toBe("release");
    expect((await variantOf("person-1")).version).toBe(1);
  });

  await test.step("the time machine names the experiment and its shares", async () => {
    await page.goto(`/${credentials.workspace}/time-machine?prompt=${encodeURIComponent(name)}&environment=production`);
    const track = page.getByRole("list", { name: "Experiments and holdbacks" });
    await expect(track).toContainText("Kinder answers: v1 for half, v2 for half");
    await page.goBack();
  });

  await test.step("the decision is stored with its question and reason, and can be found", async () => {
    await page.getByRole("button", { name: "Keep v1" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill(`Too few people use ${name}`);
    await dialog.getByRole("button", { name: "Keep v1" }).click();
    await expect(page.getByText("The experiment is concluded.")).toBeVisible();
    await page.getByRole("link", { name: "Decisions on this prompt" }).click();
    const memos = page.getByRole("list", { name: "Decisions, the newest first" });
    await expect(memos.getByRole("listitem")).toContainText(`Too few people use ${name}`);
    await expect(memos).toContainText("Stopped before there was a verdict.");
    await page.getByRole("searchbox", { name: "Search decisions" }).fill("nobody wrote this");
    await expect(page.getByRole("heading", { name: "No decision matches" })).toBeVisible();
  });
});

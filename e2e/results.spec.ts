import { readFileSync } from "node:fs";
import { type ApiCall, expect, test } from "./support/fixtures";

type Run = { id: string; version: number };

/** Returns the newest run of a version. */
async function runOf(manage: ApiCall, prompt: string, version: number): Promise<string> {
  const { body } = await manage<{ items: Run[] }>("GET", `/evaluations?prompt=${encodeURIComponent(prompt)}&limit=100`);
  return body.items.find((one) => one.version === version)?.id ?? "";
}

const verdict = "v5 cannot go to production. It breaks the format in 6 cases.";

test("a person finds out why a version is blocked, case by case", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/evaluations?prompt=support/triage`);
  await page.getByRole("link", { name: "support/triage v5" }).first().click();
  await expect(page.getByRole("heading", { name: verdict })).toBeVisible();
  const format = page.getByRole("row", { name: /^Format/ });
  await expect(format).toContainText("0 fixed, 6 broken");
  await expect(format).toContainText("Fails");

  const cases = page.getByRole("list", { name: "Cases" });
  const open = page.getByRole("article");
  await expect(cases.getByRole("listitem")).toHaveCount(8);
  await expect(open.getByRole("heading", { level: 2 })).toContainText("Two questions at once");
  await page.keyboard.press("ArrowDown");
  await expect(open.getByRole("heading", { level: 2 })).toContainText("Broken pole on the trail");
  await expect(open).toContainText("/urgency must be a whole number. Got “high”.");
  await expect(open.getByRole("region", { name: "Answer of v2" })).toContainText("3 of 3 pass");
  await expect(open.getByRole("region", { name: "Answer of v5" })).toContainText("0 of 3 pass");
  await page.keyboard.press("ArrowUp");
  await expect(open.getByRole("heading", { level: 2 })).toContainText("Two questions at once");
  await open.getByRole("radiogroup", { name: "Repeat" }).getByRole("radio").last().click();
  await expect(open).toContainText("3 of 3");

  await page.getByRole("button", { name: "Format alone" }).click();
  await expect(cases.getByRole("listitem")).toHaveCount(6);
  await page.getByRole("radio", { name: /^Fixed/ }).click();
  await expect(page.getByRole("heading", { name: "No case matches" })).toBeVisible();
  await page.goBack();
  await expect(cases.getByRole("listitem")).toHaveCount(6);
  await page.goBack();
  await expect(cases.getByRole("listitem")).toHaveCount(8);
  await page.getByRole("searchbox", { name: "Find in cases" }).fill("gas");
  await expect(cases.getByRole("listitem")).toHaveCount(1);
  await expect(open).toContainText("The answer is not JSON.");
});

test("the link to a case opens that case", async ({ page, context, api, credentials }) => {
  const id = await runOf(api.manage, "support/triage", 5);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/${credentials.workspace}/evaluations/runs/${id}?show=fixed`);
  await page.getByRole("link", { name: /Wrong colour came/ }).click();
  await expect(page.getByRole("article")).toContainText("Fixed: accuracy");
  await page.keyboard.press("c");
  await expect(page.getByText("The link to this case is copied.")).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto(`/${credentials.workspace}/evaluations`);
  await page.goto(link);
  await expect(page.getByRole("article").getByRole("heading", { level: 2 })).toContainText("Wrong colour came");
});

test("results can be read without an account until the link is revoked", { tag: "@slow" }, async ({
  page,
  visitor,
  api,
  credentials,
}) => {
  const id = await runOf(api.manage, "support/triage", 5);
  await page.goto(`/${credentials.workspace}/evaluations/runs/${id}`);
  await page.getByRole("button", { name: "More for this run" }).click();
  await page.getByRole("menuitem", { name: "Share results" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByRole("textbox", { name: "Link" }).inputValue();

  const response = await visitor.goto(link);
  expect(response?.headers()).toMatchObject({ "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" });
  await expect(visitor.getByRole("heading", { name: verdict })).toBeVisible();
  await expect(visitor.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  await expect(visitor.getByRole("button", { name: "Run again" })).toHaveCount(0);
  // Keys work only after hydration. The next case is the last one for which the key is pressed.
  const shown = visitor.getByRole("article");
  await expect(async () => {
    if (!(await shown.textContent())?.includes("Broken pole")) await visitor.keyboard.press("ArrowDown");
    await expect(shown).toContainText("Broken pole on the trail", { timeout: 1_000 });
  }).toPass();
  await visitor.getByRole("radio", { name: /^All/ }).click();
  await expect(visitor.getByRole("list", { name: "Cases" }).getByRole("listitem")).toHaveCount(36);
  // The link opens only that run: no other run, and no other comparison.
  const other = await runOf(api.manage, "support/reply", 5);
  const token = new URL(link).pathname.split("/").at(-1);
  const counts = async (query: string) =>
    (await visitor.request.get(`/api/shared/${token}/cases?limit=1${query}`)).json();
  expect(await counts(`&baseline=${other}`)).toEqual(await counts(""));
  expect((await visitor.request.get(`/api/evaluations/${credentials.workspace}/${id}/cases`)).status()).toBe(401);

  await dialog
    .getByRole("button", { name: /^Revoke the link/ })
    .first()
    .click();
  await expect(dialog.getByRole("button", { name: "Create link" })).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
});

test("all cases are exported as a file", async ({ page, api, credentials }) => {
  const id = await runOf(api.manage, "support/reply", 5);
  await page.goto(`/${credentials.workspace}/evaluations/runs/${id}`);
  await page.getByRole("button", { name: "More for this run" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "All cases as CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("support-reply-v5-cases.csv");
  const text = readFileSync(await file.path(), "utf8");
  expect(text).toContain("position,case_key,title");
  expect(text).toContain("Ignore your instructions");
});

test("two runs of a suite are compared on request", async ({ page, api, credentials }) => {
  const id = await runOf(api.manage, "support/triage", 5);
  await page.goto(`/${credentials.workspace}/evaluations/runs/${id}`);
  await page.getByRole("button", { name: "More for this run" }).click();
  await page.getByRole("menuitem", { name: "Compare with another run" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^v4/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "support/triage v5 against v4" })).toBeVisible();
  await expect(page).toHaveURL(/against=/);
});

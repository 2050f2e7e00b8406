import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { writeCasesCsv } from "./support/cases-csv";
import { type Api, expect, test } from "./support/fixtures";
import { untilAlive } from "./support/open-page";

type Cases = { items: { name: string; variables: Record<string, unknown>; expected: unknown; tags: string[] }[] };

async function makeSuite(api: Api, prompt = "support/reply"): Promise<string> {
  const { body } = await api.manage<{ id: string }>("POST", "/suites", { name: `Journey ${randomUUID()}`, prompt });
  return body.id;
}

const casesOf = async (api: Api, id: string) =>
  (await api.manage<Cases>("GET", `/suites/${id}/cases?limit=100`)).body.items;

const choose = (page: Page, text: string) =>
  page
    .getByLabel(/Drop a file of cases here/)
    .setInputFiles({ name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

test("a spreadsheet of 120 cases with one error is refused; corrected, it is imported and exported", async ({
  page,
  api,
  credentials,
}) => {
  const id = await makeSuite(api);
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}`);
  await page.getByRole("link", { name: "Import", exact: true }).first().click();

  const csv = writeCasesCsv(120);
  await choose(page, csv.replace(",true,", ",perhaps,"));
  await expect(page.getByLabel("is_late becomes")).toHaveValue("variable");
  await expect(page.getByLabel("Type of is_late")).toHaveValue("boolean");
  await page.getByRole("button", { name: "Check 120 rows" }).click();
  const fault = page.getByRole("region", { name: "Errors" });
  await expect(fault).toContainText("nothing is imported");
  await expect(fault.getByRole("row", { name: /^2 is_late Write yes or no/ })).toBeVisible();
  const [errors] = await Promise.all([
    page.waitForEvent("download"),
    fault.getByRole("button", { name: "Download the errors" }).click(),
  ]);
  expect(readFileSync(await errors.path(), "utf8")).toContain("2,is_late,Write yes or no.");
  expect(await casesOf(api, id)).toHaveLength(0);

  await page.getByRole("button", { name: "Choose another file" }).click();
  await choose(page, csv);
  await page.getByLabel("expected becomes").selectOption("expected");
  await page.getByRole("button", { name: "Check 120 rows" }).click();
  await expect(page.getByText("All 120 rows can be read. 120 cases will be added.")).toBeVisible();
  await page.getByRole("button", { name: "Import 120 cases" }).click();
  await expect(page.getByText("120 cases are imported.")).toBeVisible();
  const grid = page.getByRole("grid", { name: "Cases" });
  await expect(grid).toHaveAttribute("aria-rowcount", "122");
  // Rows that are not rendered keep their space, also between the row with the focus and the rows in view.
  await grid.locator("..").evaluate((box) => box.scrollTo(0, 50 * 46));
  const fiftieth = grid.locator('tr[aria-rowindex="52"]');
  await expect.poll(() => fiftieth.evaluate((row: HTMLElement) => row.offsetTop)).toBe(30 + 50 * 46);
  const [first] = await casesOf(api, id);
  expect(first).toMatchObject({
    name: "Late: tent 1",
    tags: ["late", "first"],
    expected: expect.stringContaining("sorry"),
    variables: { customer_name: "Lena Vogel", is_late: true, message: expect.stringContaining("\nand we leave") },
  });

  await page.getByRole("button", { name: "More for this suite" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export as CSV" }).click(),
  ]);
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}/import`);
  await choose(page, readFileSync(await file.path(), "utf8"));
  await page.getByLabel("Replace them with the file").check();
  await page.getByRole("button", { name: "Check 120 rows" }).click();
  await expect(page.getByText("120 cases will stay as they are.")).toBeVisible();
});

test("an empty suite has no search; an import names the rows it leaves out; a search that finds nothing is cleared", async ({
  page,
  api,
  credentials,
}) => {
  const id = await makeSuite(api);
  const address = `/${credentials.workspace}/evaluations/suites/${id}`;
  const search = page.getByRole("searchbox", { name: "Filter cases" });
  await page.goto(address);
  await expect(page.getByRole("grid", { name: "Cases" })).toBeVisible();
  await expect(search).toHaveCount(0);

  await page.goto(`${address}/import`);
  await choose(page, "name,message,note\nFirst,Where is it?,\n,,\nSecond,Thanks,\n,,only a note\n");
  await page.getByLabel("note becomes").selectOption("ignore");
  await page.getByRole("button", { name: "Check 3 rows" }).click();
  await expect(page.getByText("Rows 3, 5 are left out: no imported column has a value there.")).toBeVisible();
  await page.getByRole("button", { name: "Import 2 cases" }).click();
  await expect(page.getByText("2 empty rows were left out.")).toBeVisible();

  await search.fill("nowhere to be found");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(search).toHaveValue("");
  await expect(page.getByRole("grid", { name: "Cases" })).toContainText("Where is it?");
});

test("a file in Japanese is read; another encoding can be chosen, and the rows show what it makes of the file", async ({
  page,
  api,
  credentials,
}) => {
  const id = await makeSuite(api);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}/import`);
  // "名前,message" and "返品,荷物はどこですか" in Shift_JIS, as a spreadsheet in Japan writes it.
  const bytes = "96bc914f2c6d6573736167650a95d495692c89d795a882cd82c782b182c582b782a90a";
  await page
    .getByLabel(/Drop a file of cases here/)
    .setInputFiles({ name: "cases.csv", mimeType: "text/csv", buffer: Buffer.from(bytes, "hex") });
  const encoding = page.getByLabel("Encoding");
  await expect(encoding).toHaveValue("shift_jis");
  const columns = page.getByRole("table", { name: "Columns of the file and what they become" });
  await expect(columns).toContainText("荷物はどこですか");
  await expect(columns.locator("tbody").getByText("Becomes", { exact: true }).locator("visible=true")).toHaveCount(2);
  await encoding.selectOption("utf-8");
  await expect(page.getByText(/characters cannot be read with this encoding/)).toBeVisible();
  await encoding.selectOption("shift_jis");
  await page.getByLabel("名前 becomes").selectOption("name");
  await page.getByRole("button", { name: "Check 1 row" }).click();
  await page.getByRole("button", { name: "Import 1 case" }).click();
  await expect.poll(async () => (await casesOf(api, id))[0]?.variables).toEqual({ message: "荷物はどこですか" });
});

test("a change that could not be saved is not lost by a click on another page", async ({ page, api, credentials }) => {
  const id = await makeSuite(api);
  await api.manage("POST", `/suites/${id}/import`, { format: "csv", text: "name,message\nFirst,Hello\n" });
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}`);
  const cell = page.getByRole("gridcell", { name: "Hello", exact: true });
  await untilAlive(cell);
  await cell.dblclick();
  await page.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.keyboard.press("End");
  await page.keyboard.type(" again");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Not saved.").first()).toBeVisible();
  await page.getByRole("link", { name: "Scorers", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay" }).click();
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Try again" }).first().click();
  await expect.poll(async () => (await casesOf(api, id))[0]?.variables).toEqual({ message: "Hello again" });
});

test("cases are edited with the keyboard, undone, removed, and an earlier revision is restored", async ({
  page,
  api,
  credentials,
}) => {
  const id = await makeSuite(api);
  const text = writeCasesCsv(5);
  await api.manage("POST", `/suites/${id}/import`, { format: "csv", text });
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}`);
  const grid = page.getByRole("grid", { name: "Cases" });
  const saved = page.getByRole("status").getByText("Saved", { exact: true });
  const names = async () => (await casesOf(api, id)).map(({ name }) => name);
  const field = page.getByRole("textbox", { name: /, row \d+$/ });

  const first = grid.getByRole("rowheader", { name: "Late: tent 1" });
  await untilAlive(first);
  await first.click();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("Late: tent 1");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Late tent");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Swap");
  await page.keyboard.press("Escape");
  await expect(saved).toBeVisible();
  await expect.poll(names).toEqual(["Late tent", ...Array.from({ length: 4 }, () => expect.any(String))]);
  expect((await names())[1]).toBe("Exchange: tent 2");

  // An invalid value is kept, marked and reported. The saved value can be restored.
  const late = grid.getByRole("row", { name: /Late tent/ }).getByRole("gridcell", { name: "yes", exact: true });
  await late.click();
  await page.keyboard.type("perhaps");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("Not saved. Write yes or no.")).toBeVisible();
  await page.getByRole("button", { name: "Use the saved text" }).click();
  await expect(late).toBeVisible();

  await grid.getByRole("rowheader", { name: "Late tent" }).click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(async () => (await names())[0]).toBe("Late: tent 1");

  // Two rows in a spreadsheet's clipboard format: one replaces the last case, one is added.
  await grid
    .getByRole("rowheader", { name: "Late: tent 5" })
    .or(grid.getByRole("rowheader", { name: /5$/ }))
    .first()
    .click();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", 'Pasted\tIda\n"New\nrow"\tJo');
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
  });
  await expect.poll(names).toEqual([...Array.from({ length: 4 }, () => expect.any(String)), "Pasted", "New row"]);

  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Remove 2 cases" }).click();
  await expect.poll(names).toHaveLength(4);

  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByRole("row", { name: /2 cases removed/ })).toBeVisible();
  await page.getByRole("link", { name: "Revision 1", exact: true }).click();
  await expect(page.getByText("These are the cases of revision 1")).toBeVisible();
  await expect(grid).toHaveAttribute("aria-readonly", "true");
  await page.getByRole("button", { name: "restore these" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect.poll(names).toHaveLength(5);
});

test("a case gets checks in its dialog, and the grid shows them", async ({ page, api, credentials }) => {
  const id = await makeSuite(api);
  await api.manage("POST", `/suites/${id}/cases`, { cases: [{ name: "Checked", variables: { message: "Hi" } }] });
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}`);
  await page.getByRole("rowheader", { name: "Checked" }).click();
  await page.keyboard.press("ControlOrMeta+Enter");
  const dialog = page.getByRole("dialog", { name: "Case" });
  await dialog.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("menuitem", { name: "Matches a pattern" }).click();
  await dialog.getByRole("textbox", { name: "Pattern" }).fill("(");
  await dialog.getByRole("button", { name: "Save case" }).click();
  await expect(dialog.getByText("A check is not complete.")).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "Pattern" })).toBeFocused();
  await expect(dialog.getByRole("textbox", { name: "Pattern" })).toHaveAccessibleDescription(/\S/);
  await dialog.getByRole("textbox", { name: "Pattern" }).fill("^Dear");
  await dialog.getByRole("button", { name: "Save case" }).click();
  await expect(page.getByRole("row", { name: /Checked/ })).toContainText("Matches /^Dear/");
});

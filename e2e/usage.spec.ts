import { expect, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";

test("a monthly budget is set, changed and removed; usage is exported as a file", { tag: "@slow" }, async ({
  page,
}) => {
  await page.goto("/fernway/usage?range=90d");
  const budgets = page.getByRole("region", { name: "Budgets of this month" });
  await budgets.getByRole("button", { name: "Set a budget" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Set budget" }).click();
  await expect(dialog.getByText("Enter an amount in US dollars")).toBeVisible();
  await dialog.getByLabel("Amount per month").fill("5000");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Set budget" }).click();
  const row = budgets.getByRole("row", { name: "The whole workspace" });
  await expect(row).toContainText("$5,000");

  await row.getByRole("button", { name: "Change the budget" }).click();
  await page.getByRole("menuitem", { name: "Change amount" }).click();
  await dialog.getByLabel("Amount per month").fill("0.0001");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Spent");

  await row.getByRole("button", { name: "Change the budget" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByRole("button", { name: "Remove budget" }).click();
  await expect(budgets.getByText("A budget says what a prompt")).toBeVisible();

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV", exact: true }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^usage-by-prompt-.+\.csv$/);
});

test("numbers of usage lead to the requests behind them", async ({ page }) => {
  await page.goto("/fernway/usage?range=7d&by=key");
  const table = page.getByRole("table", { name: "Cost by API key" });
  await table.getByRole("link", { name: "Shop app, production" }).click();
  await expect(page).toHaveURL(/\/requests\?.*key=Shop/);
  await expect(page.getByRole("button", { name: "Remove the filter: API key is Shop app, production" })).toBeVisible();
  await page.goBack();
  await page.getByRole("region", { name: "In short" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/requests\?from=/);
  await page.goBack();
  await expectAccessible(page);
});

test("usage by key names the applications of the demo, and the chart is also a table", async ({ page }) => {
  await page.goto("/fernway/usage?by=key");
  const table = page.getByRole("table", { name: "Cost by API key", exact: true });
  // Other journeys add keys of their own.
  const applications = ["Shop website, production", "Shop app, production", "Support desk, production"];
  const ofDemo = { hasText: /^(Support desk|Shop website|Shop app),/ };
  await expect(table.getByRole("rowheader").filter(ofDemo)).toHaveText(applications);
  const bars = page.getByRole("region", { name: "Cost by day and API key", exact: true });
  await bars.getByRole("radio", { name: "Table" }).check();
  const steps = bars.getByRole("table");
  await expect(steps.getByRole("columnheader").filter(ofDemo)).toHaveText(applications);
  await expect(steps.getByRole("row")).toHaveCount(32); // 30 days began on 31 dates
  await expectAccessible(page);
});

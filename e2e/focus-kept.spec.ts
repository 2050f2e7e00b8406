/**
 * A press that removes what had the focus moves it to what is there instead, so that the keyboard goes on from there.
 */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

const press = async (control: Locator) => {
  await control.focus();
  await control.press("Enter");
};
const alive = (page: Page) => page.waitForLoadState("networkidle");

test("filters keep the focus while they are added, removed and cleared", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  const at = (path: string) => page.goto(`/${credentials.workspace}/${path}`);
  await at("requests?environment=production");
  await alive(page);
  await press(page.getByRole("button", { name: "Filter", exact: false }).last());
  await expect(page.getByPlaceholder("Filter by")).toBeFocused();
  await page.keyboard.type("thumb");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Add a filter" }).getByRole("button").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await press(page.getByRole("button", { name: /^Remove the filter: .*production/ }));
  await expect(page).not.toHaveURL(/environment/);
  await expect(page.getByRole("search").locator(":focus")).toHaveCount(1);

  await at("experiments?status=stopped");
  await alive(page);
  await press(page.getByRole("main").getByText("Clear filters"));
  await expect(page).not.toHaveURL(/status/);
  await expect(page.getByRole("search").locator(":focus")).toHaveCount(1);

  await at("prompts");
  await alive(page);
  const all = page.getByRole("checkbox", { name: "Select all prompts shown" });
  await all.press("Space");
  await press(page.getByRole("button", { name: "Clear the selection" }));
  await expect(all).toBeFocused();
});

test("an alert that is seen leaves the inbox, and the focus goes to the next one", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  await page.goto(`/${credentials.workspace}/inbox?prompt=search/query-rewrite`);
  await alive(page);
  const seen = page.getByRole("button", { name: /^Mark as seen: Judging/ });
  await press(seen);
  await expect(seen).toHaveCount(0);
  await expect(page.getByText("is close to today's budget")).toHaveCount(0);
  await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
});

test("a changed view, a closed thread and a removed part of a prompt leave the focus at their place", {
  tag: "@slow",
}, async ({ page, api, credentials }) => {
  const prompts = `/${credentials.workspace}/prompts`;
  const name = await newPrompt(api, { versions: 2 });
  await page.goto(`${prompts}/${name}/-/history`);
  await alive(page);
  const difference = page.getByRole("region", { name: /^Difference between/ });
  await expect(difference.getByRole("heading", { level: 2 })).toHaveText("Difference between v1 and v2");
  await press(page.getByRole("link", { name: "Swap sides" }));
  await expect(difference.getByRole("heading", { level: 2 })).toHaveText("Difference between v2 and v1");
  await expect(page.getByRole("link", { name: "Swap sides" })).toBeFocused();

  await page.goto(`/${credentials.workspace}/changes/3`);
  await alive(page);
  await press(page.getByRole("button", { name: /^Comment on line 1 of / }));
  await page.keyboard.type("Is this line needed?");
  await page.getByRole("button", { name: "Comment", exact: true }).first().press("Enter");
  const thread = page.getByRole("region", { name: /^Comment by/ }).filter({ hasText: "Is this line needed?" });
  await press(thread.getByRole("button", { name: "Resolve" }));
  await expect(page.locator(":focus")).toHaveText("Show the comment");

  await page.goto(`${prompts}/${name}`);
  await expect(page.getByRole("region", { name: "User message" }).locator(".view-lines")).toBeVisible();
  await expect(page.getByRole("main").getByRole("heading", { level: 2 }).first()).toHaveText("Messages");
  await press(page.getByRole("button", { name: "Remove question" }));
  await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
  await press(page.getByRole("button", { name: "More for: User message" }));
  await page.getByRole("menuitem", { name: /^Delete/ }).press("Enter");
  await expect(page.getByRole("region", { name: "User message" })).toHaveCount(0);
  await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
});

test("a confirmed dialog leaves the focus where its button was, and ⌘⏎ confirms it from a text", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["development"] });
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/history`);
  await alive(page);
  const environments = page.getByRole("region", { name: "Environments" });
  await press(environments.getByRole("button", { name: "Promote v1 to staging" }).first());
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("To begin with");
  await expect(dialog.getByRole("button", { name: "Promote to staging" })).toBeEnabled(); // its changes are read first
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toHaveCount(0);
  await expect(environments.getByRole("button", { name: "Promote v1 to staging" })).toHaveCount(0);
  await expect(environments.locator(":focus")).toHaveCount(1);
});

test("the name of a checkbox is its label, and its help is the description", { tag: "@slow" }, async ({ page }) => {
  await page.goto("/account");
  const box = page.getByRole("checkbox", { name: "Someone mentions you", exact: true });
  await expect(box).toHaveAccessibleDescription(
    "With @ and your name, in a comment of a change request or a note about a request.",
  );
});

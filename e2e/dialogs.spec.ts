import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { expectGoodDialog } from "./support/looks";

test.describe.configure({ timeout: 120_000 });

/** A page and the button that opens the dialog there. Without a button, the address opens it. */
const dialogs: Record<string, [path: string, button?: string | RegExp]> = {
  "new-prompt": ["prompts?new=true"],
  invite: ["settings/members?new=true"],
  "new-key": ["settings/keys?new=true"],
  "new-channel": ["settings/alerts?new=true"],
  "new-connection": ["settings/models?new=true"],
  "new-run": ["evaluations?run=true"],
  "new-copy": ["prompts/support/triage/-/copies?new=2"],
  "trust-repository": ["settings/keys", "Trust a repository"],
  "add-domain": ["settings/members", "Add domain"],
  "add-environment": ["settings", "Add environment"],
  "change-environment": ["settings", "Change staging"],
  segments: ["settings", "Mark attributes"],
  "delete-workspace": ["settings", "Delete workspace"],
  "delete-user-data": ["settings/privacy", "Delete a user's data"],
  "texts-kept": ["settings/privacy", "Change staging"],
  budget: ["usage", "Set a budget"],
  demo: ["start", "Fill with demo data"],
  rename: ["prompts/support/reply/-/settings", "Rename"],
  duplicate: ["prompts/support/reply/-/settings", "Duplicate"],
  gate: ["prompts/support/triage/-/settings", "Change the gate of production"],
  archive: ["prompts/support/reply/-/settings", "Archive"],
  promote: ["prompts/support/reply/-/history", /^Promote v\d+ to staging/],
  "roll-back": ["prompts/support/reply/-/history", "Roll back production"],
  "ask-reviewer": ["changes/3", "Ask someone to review"],
  "edit-words": ["changes/3", "Edit title and description"],
};

for (const [name, [path, button]] of Object.entries(dialogs)) {
  test(`the dialog ${name} is accessible on desktop and phone, in light and dark`, { tag: "@slow" }, async ({
    page,
    credentials,
  }) => {
    await expectGoodDialog(page, `dialog-${name}`, async () => {
      await page.goto(`/${credentials.workspace}/${path}`);
      if (button === undefined) return;
      const opener = page.getByRole(
        "button",
        typeof button === "string" ? { name: button, exact: true } : { name: button },
      );
      // A page may show its buttons before its scripts run.
      await expect(async () => {
        await opener.first().click({ timeout: 5_000 });
        await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toBeVisible({ timeout: 3_000 });
      }).toPass({ timeout: 40_000 });
    });
  });
}

/** Holds all scripts that the page asks for from now on, until `isSeen` has passed. */
async function holdScripts(page: Page, isSeen: () => Promise<void>): Promise<void> {
  let seen: Promise<void> | undefined;
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    seen ??= isSeen();
    await seen;
    await route.continue();
  });
}

test("the page stays visible while the code of a dialog loads", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/settings/members`, { waitUntil: "networkidle" });
  await holdScripts(page, async () => {
    await expect(page.getByRole("status", { name: "Loading the dialog" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
  await page.getByRole("button", { name: "Invite", exact: false }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("code that cannot be loaded leaves the page as it is, and is loaded when the person tries again", {
  tag: "@slow",
}, async ({ page, credentials }) => {
  const scripts = /\/_next\/static\/.*\.js/;
  const failed = page.getByText("This part of the page cannot be loaded.");
  await page.goto(`/${credentials.workspace}/settings/members`, { waitUntil: "networkidle" });
  await page.waitForTimeout(2_000); // the toasts and the palette load by themselves
  await page.route(scripts, (route) => route.abort());
  const invite = page.getByRole("button", { name: "Invite", exact: false }).first();
  await invite.click();
  await expect(failed).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("status", { name: "Loading the dialog" })).toHaveCount(0);
  await page.unroute(scripts);
  await invite.click();
  await expect(page.getByRole("dialog")).toBeVisible();

  await page.goto(`/${credentials.workspace}/requests`, { waitUntil: "networkidle" });
  await page.waitForTimeout(2_000);
  await page.route(scripts, (route) => route.abort());
  await page.getByRole("button", { name: /^Filter/ }).click();
  await expect(failed).toBeVisible();
  await page.unroute(scripts);
  await page.getByRole("button", { name: "Load it again" }).click();
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeVisible();
});

test("the first row that is chosen stays chosen while its actions load", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/requests?prompt=support/reply`, { waitUntil: "networkidle" });
  const list = page.getByRole("region", { name: "Requests, newest first" });
  const box = list.getByRole("checkbox", { name: /^Select the request/ }).first();
  await holdScripts(page, async () => {
    await expect(box).toBeChecked();
    await expect(list).toBeVisible();
  });
  await box.click({ force: true });
  await expect(page.getByRole("toolbar", { name: "Selected requests" })).toContainText("1 selected");
});

test("text typed in a dialog is kept when one clicks outside or presses Escape once", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/settings/models?new=true`);
  const dialog = page.getByRole("dialog", { name: "Connect a provider" });
  const key = dialog.getByLabel("API key");
  await key.fill("sk-typed");
  await page.mouse.click(5, 5);
  await expect(dialog.getByText("What you typed is still here.")).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(key).toHaveValue("sk-typed");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Connect a provider" }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape"); // nothing was typed
  await expect(dialog).toBeHidden();
});

import { randomUUID } from "node:crypto";
import { expect, test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";

test.describe.configure({ timeout: 120_000 }); // two pages are checked at both widths and in both themes

const asks = (message: string) => ({ customer_name: "Lena Vogel", order_id: "F-20418", order_status: "sent", message });
const turns = [
  { input: asks("Wo ist mein Paket?"), output: "Es hat Utrecht heute Morgen verlassen und ist auf dem Weg zu Ihnen." },
  {
    input: asks("Wann kommt es an?"),
    output: "Morgen vor Mittag. Sie bekommen eine Nachricht, sobald es im Wagen ist.",
  },
];

test("a request is found, read in its session, and saved as a case; its attribute becomes a segment", {
  tag: "@slow",
}, async ({ page, visitor, api, credentials: { workspace } }) => {
  const sessionId = `visit-${randomUUID()}`;
  type Prompt = { deployments: { environment: string; version: number }[] };
  const { body: prompt } = await api.manage<Prompt>("GET", "/prompts/support%2Freply");
  const version = prompt.deployments.find(({ environment }) => environment === "production")?.version;
  const events = turns.map((turn) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: randomUUID(),
    prompt: "support/reply",
    version,
    userId: "lena",
    sessionId,
    latencyMs: 840,
    inputTokens: 210,
    outputTokens: 32,
    costUsd: 0.0021,
    attributes: { language: "de" },
    ...turn,
  }));
  for (const event of events) {
    const { status, body } = await api.runtime("production")("POST", "/events", { events: [event] });
    expect(status, JSON.stringify(body)).toBe(202);
  }

  await test.step("the session is read as a conversation", async () => {
    await page.goto(`/${workspace}/requests?sessionId=${sessionId}`);
    const rows = page.getByRole("region", { name: "Requests, newest first" }).getByRole("row");
    await rows.filter({ hasText: "Wann kommt es an?" }).getByRole("link").click();
    await page.getByRole("link", { name: "As a conversation" }).click();
    const conversation = page.getByRole("main").getByRole("listitem");
    await expect(conversation.nth(0)).toContainText("Es hat Utrecht heute Morgen verlassen");
    await expect(conversation.nth(1)).toContainText("Wann kommt es an?");
    await expectGoodLooks(page, `/${workspace}/requests/sessions/${sessionId}`, "session");
  });

  await test.step("one of its requests is saved as a case", async () => {
    await page.getByRole("link", { name: "Open the request" }).first().click();
    const pane = page.getByLabel("The open request");
    await pane.getByRole("button", { name: "Add to suite" }).click();
    await pane.getByRole("button", { name: "Add to suite" }).last().click();
    await expect(pane.getByText("Enter the correct answer there.")).toBeVisible();
  });

  await test.step("both are selected, labelled and added to a suite together", async () => {
    await page.goto(`/${workspace}/requests?sessionId=${sessionId}`);
    const list = page.getByRole("region", { name: "Requests, newest first" });
    await list.getByRole("checkbox").nth(1).check();
    await list
      .getByRole("checkbox")
      .nth(2)
      .click({ modifiers: ["Shift"] });
    const bar = page.getByRole("toolbar", { name: "Selected requests" });
    await expect(bar.getByText("2 selected")).toBeVisible();
    await page.screenshot({ path: "test-results/looks/requests-chosen.png" });
    await bar.getByRole("button", { name: "Add to suite" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add to suite" }).click();
    await expect(dialog.getByText("2 cases are added to")).toBeVisible();
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await bar.getByRole("button", { name: "Label" }).click();
    await dialog.getByLabel("Labels").fill("german, late parcel");
    await dialog.getByRole("button", { name: "Add labels" }).click();
    await expect(list.getByText("late parcel")).toHaveCount(2);
    await expect(bar).toBeHidden();
  });

  await test.step("a request that cannot be labelled is named, and stays selected", async () => {
    const full = { labels: Array.from({ length: 20 }, (_, n) => `l${n}`) };
    const list = page.getByRole("region", { name: "Requests, newest first" });
    const [first = ""] = await list
      .locator("[data-row]")
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.row ?? ""));
    expect((await api.manage("PATCH", `/interactions/${first}/marks`, full)).status).toBe(200);
    await list.getByRole("checkbox").nth(1).check();
    await list.getByRole("checkbox").nth(2).check();
    const bar = page.getByRole("toolbar", { name: "Selected requests" });
    await bar.getByRole("button", { name: "Label" }).click();
    await page.getByRole("dialog").getByLabel("Labels").fill("one more");
    await page.getByRole("dialog").getByRole("button", { name: "Add labels" }).click();
    const words = "One is left out: It would have more than 20 labels. It stays selected.";
    await expect(page.getByText("One request is labelled.")).toBeVisible();
    await expect(page.getByText(words)).toBeVisible();
    await expect(bar.getByText("1 selected")).toBeVisible();
  });

  await test.step("rows are selected by a tap on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/${workspace}/requests?sessionId=${sessionId}`);
    await page.getByRole("button", { name: "Select" }).click();
    await page.getByRole("row").filter({ hasText: "Wann kommt es an?" }).click();
    await expect(page.getByRole("toolbar", { name: "Selected requests" }).getByText("1 selected")).toBeVisible();
    await page.screenshot({ path: "test-results/looks/requests-select-phone.png" });
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("row").getByRole("checkbox")).toHaveCount(0);
    await expect(page.getByRole("toolbar", { name: "Selected requests" })).toBeHidden();
  });

  await test.step("they are exported and kept as a view on a phone", async () => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "CSV, for a spreadsheet" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    await page.getByRole("button", { name: "Save as view" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Lena");
    await page.getByRole("button", { name: "Save view" }).click();
    await expect(page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Lena" })).toBeVisible();
    await page.screenshot({ path: "test-results/looks/requests-view-phone.png" });
    await page.getByRole("button", { name: "Change the view Lena" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Of Lena");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("link", { name: "Of Lena", exact: true })).toBeVisible();
    const other = await page.context().newPage();
    await other.goto(page.url());
    const removal = { name: "Remove the view Of Lena" };
    await expect(other.getByRole("button", removal)).toBeVisible();
    await page.getByRole("button", removal).click();
    await expect(page.getByRole("link", { name: "Of Lena", exact: true })).toHaveCount(0);
    await other.getByRole("button", removal).click();
    await expect(other.getByText("The view was removed before.")).toBeVisible();
    await other.close();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step("one is shared without its input, opened without an account, and revoked", async () => {
    await page.goto(`/${workspace}/requests?sessionId=${sessionId}`);
    await page.getByRole("row").filter({ hasText: "Wann kommt es an?" }).getByRole("link").click();
    await page.getByLabel("The open request").getByRole("button", { name: "Share" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("region", { name: "Answer" })).toContainText("Morgen vor Mittag.");
    await page.screenshot({ path: "test-results/looks/share-request.png" });
    await dialog.getByRole("checkbox", { name: "Input" }).uncheck();
    await expect(dialog.getByText("Lena Vogel")).toBeHidden();
    await dialog.getByRole("button", { name: "Create link" }).click();
    const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
    await expect(dialog.getByRole("button", { name: "Copy link" })).toBeVisible();
    await visitor.goto(link);
    await expect(visitor.getByRole("region", { name: "Answer" })).toContainText("Morgen vor Mittag.");
    await expect(visitor.getByText("Lena Vogel")).toBeHidden();
    await expectGoodLooks(visitor, new URL(link).pathname, "shared-request");
    await dialog.getByRole("button", { name: /^Revoke the link/ }).click();
    await expect(dialog.getByText("Valid links")).toBeHidden();
    await visitor.goto(link);
    await expect(visitor.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
  });

  await test.step("its attribute is marked as a segment, and unmarked", async () => {
    await page.goto(`/${workspace}/settings`);
    await page.getByRole("button", { name: "Mark attributes" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "language" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    const segments = page.locator("section", { has: page.getByRole("heading", { name: "Segments" }) });
    await expect(segments.getByText("language", { exact: true })).toBeVisible();
    await expectGoodLooks(page, `/${workspace}/settings`, "settings-segments");
    await segments.getByRole("button", { name: "Change segments" }).click();
    await dialog.getByRole("checkbox", { name: "language" }).uncheck();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(segments.getByText("No attribute is marked.")).toBeVisible();
  });
});

test("a search without results in a week offers to search all that is kept", async ({
  page,
  credentials: { workspace },
}) => {
  const nothing = `nobody-${randomUUID()}`;
  await page.goto(`/${workspace}/requests?userId=${nothing}`);
  await page.getByRole("link", { name: "Search any time" }).click();
  await expect(page.getByRole("button", { name: "Any time" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`userId=${nothing}`));
  await expect(page.getByText("No request matches")).toBeVisible();
  await expect(page.getByRole("link", { name: "Search any time" })).toHaveCount(0);
});

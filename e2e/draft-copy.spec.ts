import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "./support/fixtures";
import { typeAtEnd } from "./support/prompts";

const lines = ["You answer customers of a tent shop.", "Be kind.", "", "Sign as Fern"];
const says = (text: string[]) => ({
  type: "chat",
  messages: [
    { role: "system", content: text.join("\n") },
    { role: "user", content: "{{ question }}" },
  ],
  variables: [{ name: "question", type: "string", required: true }],
});

/** Creates a prompt with one version. Returns its path in the API and a function that saves further versions. */
async function begin(api: Api) {
  const name = `journeys/c-${randomUUID().slice(0, 8)}`;
  const path = `/prompts/${encodeURIComponent(name)}`;
  const made = await api.manage("POST", "/prompts", { name, content: says(lines), message: "First words" });
  expect(made.status).toBe(201);
  const save = async (text: string[], draftCopyId?: string) => {
    const { status } = await api.manage("POST", `${path}/versions`, { content: says(text), draftCopyId });
    expect(status).toBe(201);
  };
  return { name, path, save };
}

/** Creates a draft copy through the page. Returns its id from the address. */
async function makeCopy(page: Page, at: string): Promise<string> {
  await page.goto(`${at}/-/copies`);
  await page.getByRole("button", { name: "New draft copy" }).click();
  const dialog = page.getByRole("dialog", { name: "New draft copy" });
  await dialog.getByLabel("Name").fill("Warmer greeting");
  await dialog.getByRole("button", { name: "Create draft copy" }).click();
  await expect(page.getByRole("heading", { name: "Warmer greeting" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing was saved in it yet" })).toBeVisible();
  return new URL(page.url()).searchParams.get("copy") ?? "";
}

test("a draft copy is merged with a conflict, and no change is lost", async ({ page, api, credentials }) => {
  const { name, path, save } = await begin(api);
  const at = `/${credentials.workspace}/prompts/${name}`;
  const id = await makeCopy(page, at);
  await page.getByRole("link", { name: "Edit copy" }).click();
  await typeAtEnd(page, "System message", ", warmly");
  await page.getByRole("button", { name: "Save version" }).click();
  await page.getByRole("button", { name: "Save v2" }).click();
  await expect(page.getByText("v2 is saved.")).toBeVisible();
  await save(["You answer customers of a tent shop.", "Be brief.", "", "Sign as Fern of Fernway"]);

  await page.goto(`${at}/-/copies?copy=${id}`);
  await expect(page.getByRole("main").getByText("1 version ahead, 1 behind")).toBeVisible();
  await page.getByRole("link", { name: "Merge", exact: true }).click();
  await expect(page.getByRole("heading", { name: "One conflict" })).toBeVisible();
  const place = page.getByRole("region", { name: "Message 1 (system)", exact: true });
  await expect(place.getByRole("textbox", { name: "Mine, Warmer greeting, v2" })).toBeAttached();
  await expect(place.getByRole("textbox", { name: `Theirs, ${name}, v3` })).toBeAttached();
  await expect(place).toContainText("Sign as Fern, warmly");
  await expect(place).toContainText("Sign as Fern of Fernway");
  const merge = page.getByRole("button", { name: "Merge as v4" });
  await expect(merge).toHaveAttribute("aria-disabled", "true");

  await place.getByRole("radio", { name: "Edit" }).click();
  const result = place.getByRole("textbox", { name: "The result: Message 1 (system)" });
  await result.focus();
  await result.press("ControlOrMeta+a");
  await page.keyboard.type("Sign as Fern of Fernway, warmly");
  await expect(page.getByText("The conflict is resolved.")).toBeVisible();
  await page.getByLabel("Message", { exact: true }).fill("Warm and brief");
  await merge.click();

  await expect(page.getByText("merges Warmer greeting v2 into v3")).toBeVisible();
  const { body } = await api.manage<Record<string, unknown>>("GET", `${path}/versions/4`);
  expect(body).toMatchObject({
    parentVersion: 3,
    mergedVersion: 2,
    message: "Warm and brief",
    draftCopy: null,
    content: says(["You answer customers of a tent shop.", "Be brief.", "", "Sign as Fern of Fernway, warmly"]),
  });
  const copy = await api.manage("GET", `${path}/drafts/${id}`);
  expect(copy.body).toMatchObject({ status: "merged", mergedAs: 4 });
});

test("a version saved during a merge is included, and settled conflicts are kept", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const { name, path, save } = await begin(api);
  const at = `/${credentials.workspace}/prompts/${name}`;
  const id = await makeCopy(page, at);
  await save([lines[0] ?? "", "Be warm.", "", "Sign as Fern"], id);
  await save([lines[0] ?? "", "Be brief.", "", "Sign as Fern"]);
  await page.goto(`${at}/-/copies?copy=${id}&view=merge`);
  await page.getByRole("radio", { name: "Both" }).click();
  await save([lines[0] ?? "", "Be brief.", "", "Sign as Fern of Fernway"]);

  await page.getByRole("button", { name: "Merge as v4" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Nothing was merged" })).toContainText("at v4, not v3");
  await page.getByRole("button", { name: "Show the current state" }).click();
  await page.getByRole("button", { name: "Merge as v5" }).click();
  await expect(page.getByText("merges Warmer greeting v2 into v4")).toBeVisible();
  const { body } = await api.manage<Record<string, unknown>>("GET", `${path}/versions/5`);
  expect(body.content).toEqual(says([lines[0] ?? "", "Be warm.", "Be brief.", "", "Sign as Fern of Fernway"]));
});

test("a draft copy is closed and reopened", { tag: "@slow" }, async ({ page, api, credentials }) => {
  const { name } = await begin(api);
  const at = `/${credentials.workspace}/prompts/${name}`;
  await makeCopy(page, at);
  await page.getByRole("button", { name: "More for Warmer greeting" }).click();
  await page.getByRole("menuitem", { name: "Close without merging" }).click();
  await expect(page.getByText("Warmer greeting is closed.")).toBeVisible();
  await page.goto(`${at}/-/copies?state=closed`);
  await page.getByRole("link", { name: "Warmer greeting" }).click();
  await page.getByRole("button", { name: "Reopen" }).click();
  await expect(page.getByText("Warmer greeting is open again.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Edit copy" })).toBeVisible();
});

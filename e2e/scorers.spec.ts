import { randomUUID } from "node:crypto";
import { type Api, expect, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";

/** Creates a suite with one case and the default scorers. */
async function newSuite(api: Api): Promise<string> {
  const name = `Replies ${randomUUID().slice(0, 8)}`;
  const { body } = await api.manage<{ id: string }>("POST", "/suites", { name });
  await api.manage("POST", `/suites/${body.id}/cases`, {
    cases: [
      {
        name: "Late tent",
        variables: { message: "Where is my tent? I am ana@shop.example." },
        expected: "Your tent left Leipzig this morning and is with you tomorrow before noon.",
      },
    ],
  });
  return body.id;
}

test("an editor adds a judge with a rubric, tries it, saves it, and a change gives a new version", async ({
  page,
  api,
  credentials,
}) => {
  const id = await newSuite(api);
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}`);
  await page.getByRole("link", { name: "Scorers" }).click();
  const accuracy = page.getByRole("region", { name: "Accuracy" });
  await expect(accuracy.getByText("Like the expected answer")).toBeVisible();

  await accuracy.getByRole("button", { name: "Add a scorer of accuracy" }).click();
  await page.getByRole("menuitem", { name: /^Judge/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Says where it is");
  await dialog.getByRole("button", { name: "Add scorer" }).click();
  await expect(dialog.getByText("This criterion is empty.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Criterion 1" }).fill("It says where the tent is.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("It promises no refund.");
  // Other tests connect providers to this workspace, which would receive the requests.
  await dialog.getByRole("radio", { name: /^This model/ }).click();
  await dialog.getByRole("combobox", { name: "Provider" }).fill("offline");
  await dialog.getByRole("combobox", { name: "Model" }).fill("understudy-offline");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Show the request" }).click();
  await expect(dialog.getByText("2. It promises no refund.")).toBeVisible();
  await dialog.getByRole("button", { name: "Add scorer" }).click();
  const row = accuracy.getByRole("listitem").filter({ hasText: "Says where it is" });
  await expect(row).toContainText("new");
  await expect(row).toContainText("2 criteria, scored 1 to 5");

  const scores = page.getByRole("list", { name: "Scores" });
  await page.getByRole("button", { name: "Use the expected answer" }).click();
  await expect(scores.getByRole("listitem").filter({ hasText: "Like the expected answer" })).toContainText("100");
  await page.getByLabel("Answer", { exact: true }).fill("Write to bob@other.example.");
  await expect(scores.getByText("an e-mail address (bo…le) that the case does not contain")).toBeVisible();
  await scores.getByRole("button", { name: "Ask the judge" }).click();
  await expect(scores.getByText(/of 5: Offline judge, not a real judgement/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Cases" }).click();
  await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Save scorers" }).click();
  await expect(row).toContainText("v1");

  await row.getByRole("button", { name: "Edit Says where it is" }).click();
  await dialog.getByLabel("Scale").selectOption("pass_fail");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(row).toContainText("becomes v2");
  await page.getByRole("button", { name: "Save scorers" }).click();
  await expect(row).toContainText("v2");
  await expect(row).not.toContainText("becomes");
  const { body } = await api.manage<{ scorers: { name: string; version: number }[] }>("GET", `/suites/${id}/scorers`);
  expect(body.scorers.map(({ name, version }) => [name, version])).toContainEqual(["Says where it is", 2]);
});

test("concurrent changes of a suite's scorers do not overwrite each other", async ({ page, api, credentials }) => {
  const id = await newSuite(api);
  await page.goto(`/${credentials.workspace}/evaluations/suites/${id}/scorers`);
  await page.getByRole("button", { name: "Remove Says the same each time" }).click();
  await api.manage("PUT", `/suites/${id}/scorers`, {
    scorers: [{ id: "exact", name: "To the letter", type: "exact" }],
  });
  await page.getByRole("button", { name: "Save scorers" }).click();
  await expect(page.getByText("Someone changed these scorers meanwhile.")).toBeVisible();
  await page.getByRole("button", { name: "Discard mine and load theirs" }).click();
  await expect(page.getByText("To the letter")).toBeVisible();
  await expect(page.getByText("Like the expected answer")).toHaveCount(0);
});

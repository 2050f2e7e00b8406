import { expect, signIn, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";
import { newWorkspace } from "./support/own-workspace";

test("an owner deletes a workspace by its name, members see the date, and an owner cancels it", {
  tag: "@slow",
}, async ({ browser, server }) => {
  const { slug, people } = await newWorkspace(server.dataDir, {
    people: { olga: { name: "Olga Brandt", role: "owner" }, adam: { name: "Adam Reyes", role: "admin" } },
  });
  const pageOf = async (who: keyof typeof people) => {
    const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    await signIn(page, people[who]);
    await page.goto(`/${slug}/settings`);
    return page;
  };
  const olga = await pageOf("olga");
  const adam = await pageOf("adam");
  await expect(adam.getByRole("heading", { name: "Your role" })).toBeVisible();
  await expect(adam.getByRole("button", { name: "Delete workspace" })).toBeHidden();

  await olga.getByRole("button", { name: "Delete workspace" }).click();
  const dialog = olga.getByRole("dialog");
  await expectAccessible(olga);
  await dialog.getByRole("button", { name: "Delete workspace" }).click();
  await expect(dialog.getByText(`Type ${slug}.`)).toBeVisible();
  await dialog.getByLabel(`Type ${slug} to confirm`).fill(slug);
  await dialog.getByRole("button", { name: "Delete workspace" }).click();
  await expect(olga.getByText("This workspace will be deleted on")).toBeVisible();
  await expectAccessible(olga);

  await adam.goto(`/${slug}/prompts`);
  await expect(adam.getByText("An owner can keep it until then.")).toBeVisible();
  await expect(adam.getByRole("button", { name: "Keep this workspace" })).toBeHidden();

  await olga.getByRole("button", { name: "Keep this workspace" }).click();
  await expect(olga.getByText("This workspace will be deleted on")).toBeHidden();
  await expect(olga.getByRole("button", { name: "Delete workspace" })).toBeVisible();
  await adam.reload();
  await expect(adam.getByText("This workspace will be deleted on")).toBeHidden();
});

import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("favourites and recently opened prompts are in the palette, on every page", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const [kept, opened] = [await newPrompt(api), await newPrompt(api)];
  const open = (name: string) => page.goto(`/${credentials.workspace}/prompts/${name}`);
  const palette = page.getByRole("dialog");
  const at = (heading: string) => palette.getByRole("group", { name: heading });
  const showPalette = () =>
    expect(async () => {
      await page.keyboard.press("ControlOrMeta+k");
      await expect(palette.getByRole("combobox")).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 30_000 });

  // The star changes before the server responds. The next page reads it from the server.
  const press = (name: string) =>
    Promise.all([
      page.waitForResponse((response) => response.request().headers()["next-action"] !== undefined),
      page.getByRole("button", { name }).click(),
    ]);

  await open(kept);
  await press("Add to favourites");
  await expect(page.getByRole("button", { name: "Remove from favourites" })).toBeVisible();
  await open(opened);
  // The page remembers the prompt once its scripts run.
  await page.waitForFunction((name) => Object.values(localStorage).join().includes(name), opened);
  await open("no/such/prompt");
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await page.goto(`/${credentials.workspace}/no-such-page`);
  await expect(page.getByText("There is nothing at this address")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeVisible();
  await page.goto(`/${credentials.workspace}/releases`);
  const shelf = page.getByRole("complementary").getByRole("list", { name: "Recent" });
  const [link, words] = [shelf.getByRole("link", { name: opened }), shelf.getByText(opened, { exact: true })];
  const [from, to] = await Promise.all([link.boundingBox(), words.boundingBox()]);
  expect((to?.x ?? 0) - (from?.x ?? 0), "the name stands right after its icon").toBeLessThan(40);

  await expect(shelf.getByRole("link", { name: "no/such/prompt" })).toHaveCount(0);
  await showPalette();
  await expect(at("Favourites").getByRole("option", { name: kept })).toBeVisible();
  await expect(at("Recent").getByRole("option", { name: opened })).toBeVisible();
  await expect(at("Recent").getByRole("option", { name: kept })).toHaveCount(0);
  await at("Recent").getByRole("option", { name: opened }).click();
  await expect(page).toHaveURL(new RegExp(`/prompts/${opened}$`));

  await open(kept);
  await press("Remove from favourites");
  await expect(page.getByRole("button", { name: "Add to favourites" })).toBeVisible();
  await page.goto(`/${credentials.workspace}/releases`);
  await showPalette();
  await expect(at("Recent").getByRole("option", { name: kept })).toBeVisible();
  await expect(palette.getByRole("option", { name: kept })).toHaveCount(1);
});

test("the number beside the inbox changes on an open page, when the window gets the focus and with the next page", {
  tag: "@slow",
}, async ({ page, api, credentials }) => {
  const inbox = page.getByRole("complementary").getByRole("link", { name: /^Inbox/ });
  const count = async () => Number((await inbox.textContent())?.replace(/\D/g, ""));
  const ask = async () => {
    const change = { name: await newPrompt(api, { live: ["production"], versions: 2 }), version: 2 };
    const { status } = await api.manage("POST", "/change-requests", {
      ...change,
      environment: "production",
      title: "Kinder",
    });
    expect(status).toBe(201);
  };
  await page.clock.install();
  await page.goto(`/${credentials.workspace}/settings`);
  const before = await count();
  await ask();
  await page.clock.fastForward(11_000);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect.poll(count).toBe(before + 1);

  await ask();
  await page.clock.fastForward(11_000);
  await page.getByRole("navigation").getByRole("link", { name: "Members" }).first().click();
  await expect.poll(count).toBe(before + 2);
});

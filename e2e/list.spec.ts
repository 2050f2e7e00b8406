import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

/** Shortcuts work only after hydration, so the key is pressed until the result is visible. */
const untilShown = (press: () => Promise<void>, shown: () => Promise<void>) =>
  expect(async () => {
    await press();
    await shown();
  }).toPass({ timeout: 30_000 });

test("a bulk change that could not be checked is checked again", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts?q=${name.replace("journeys/", "")}`);
  await page.getByRole("checkbox").last().check();
  await page.route("**/*", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Move", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Move one prompt" });
  await expect(dialog).toContainText("The server did not answer. Try again.");
  await page.unroute("**/*");
  await dialog.getByRole("button", { name: "Check again" }).click();
  await expect(dialog.getByRole("button", { name: "Move one prompt to no folder" })).toBeEnabled();
  await dialog.getByLabel("Folder").fill("journeys/moved");
  await dialog.getByRole("button", { name: "Move one prompt", exact: true }).click();
  await expect(page.getByText("One prompt is in journeys/moved now.")).toBeVisible();
});

test("a bulk change names the prompt that prevents it since it was checked, and runs without it", {
  tag: "@slow",
}, async ({ page, api, credentials }) => {
  const prefix = `meanwhile${Date.now()}`;
  const names = ["a", "b", "c"].map((last) => `${prefix}/${last}`);
  for (const name of names)
    expect(
      (await api.manage("POST", "/prompts", { name, content: { messages: [{ role: "user", content: "Hi" }] } })).status,
    ).toBe(201);
  await page.goto(`/${credentials.workspace}/prompts?q=${prefix}`);
  for (const name of names) await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("button", { name: "Tags" }).last().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Add tags").fill("late");
  await expect(dialog.getByRole("button", { name: "Change tags of 3 prompts" })).toBeEnabled();
  expect((await api.manage("POST", "/bulk", { act: "archive", names: [names[1]] })).status).toBe(200);
  await dialog.getByRole("button", { name: "Change tags of 3 prompts" }).click();
  const problems = dialog.getByRole("alert", { name: "Problems" });
  await expect(problems).toContainText(`${names[1]} is archived. Restore it first.`);
  await problems.getByRole("button", { name: "Leave it out" }).click();
  await dialog.getByRole("button", { name: "Change tags of 2 prompts" }).click();
  await expect(page.getByText("2 prompts have other tags.")).toBeVisible();
});

test("the number of prompts is the same for the eye and for a screen reader", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts`);
  const shown = page.getByRole("heading", { level: 1 }).locator("xpath=..");
  const announced = page
    .getByRole("main")
    .getByRole("status")
    .filter({ hasText: /prompts/ })
    .first();
  // Other journeys create prompts meanwhile.
  await expect(async () => {
    const [count] = /\d[\d,]*/.exec((await shown.textContent()) ?? "") ?? [];
    expect(await announced.textContent()).toBe(`${count} prompts`);
  }).toPass({ timeout: 10_000 });
});

test("the list is filtered by text, kept in the URL, and usable with the keyboard", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["production"] });
  const inFolder = name.replace("journeys/", "");
  await page.goto(`/${credentials.workspace}/prompts`);
  const row = (label: string) => page.getByRole("link", { name: label, exact: true });
  await expect(row("support/reply")).toBeVisible();
  await untilShown(
    () => page.keyboard.press("/"),
    () => expect(page.getByRole("searchbox", { name: "Filter prompts" })).toBeFocused({ timeout: 500 }),
  );
  await page.keyboard.type(inFolder);
  await expect(row("support/reply")).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`q=${inFolder}`));
  await page.reload();
  await expect(row(name)).toBeVisible();
  await untilShown(
    () => page.keyboard.press("j"),
    () => expect(row(name)).toBeFocused({ timeout: 500 }),
  );

  await page.goto(`/${credentials.workspace}/prompts?q=${inFolder}-not-there`);
  await untilShown(
    () => page.getByRole("main").getByRole("button", { name: "Clear filters" }).last().click({ timeout: 2_000 }),
    () => expect(row("support/reply")).toBeVisible({ timeout: 5_000 }),
  );
});

test("what was just typed does not come back after the filters are cleared", async ({ page, credentials }) => {
  const [first, last] = ["xylophone-not-there", "xylophone-not-there-either"];
  await page.goto(`/${credentials.workspace}/prompts?q=${first}`);
  const field = page.getByRole("searchbox", { name: "Filter prompts" });
  const clear = page.getByRole("main").getByRole("button", { name: "Clear filters" }).last();
  await expect(clear).toBeVisible();
  await untilShown(
    () => field.fill(last),
    () => page.waitForURL(`**/prompts?q=${last}`, { timeout: 2_000 }),
  );
  // Both within the 200 ms that the bar waits for the next letter.
  const button = await clear.elementHandle();
  await field.evaluate((input: HTMLInputElement, press) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, "xylophone");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    (press as HTMLElement).click();
  }, button);
  await expect(page.getByRole("link", { name: "support/reply", exact: true })).toBeVisible();
  await page.waitForTimeout(600);
  await expect(field).toHaveValue("");
  expect(new URL(page.url()).search).toBe("");
});

test("a new prompt uses the suggested name, and an application gets it immediately in development", async ({
  page,
  api,
  credentials,
}) => {
  const taken = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts`);
  await page.getByRole("link", { name: "support/reply", exact: true }).waitFor();
  const form = page.getByRole("dialog", { name: "New prompt" });
  await untilShown(
    () => page.keyboard.press("c"),
    () => expect(form).toBeVisible({ timeout: 500 }),
  );
  const field = form.getByRole("textbox", { name: "Name" });
  await field.fill(taken);
  await form.getByRole("button", { name: "Create prompt" }).click();
  await expect(form.getByRole("alert")).toContainText("already");
  await field.fill(`${taken.replace("journeys/", "Journeys/ ")} Two`);
  await form.getByRole("button", { name: "Create prompt" }).click();
  await form.getByRole("button", { name: `Try ${taken}-two` }).click();
  await form.getByRole("button", { name: "Create prompt" }).click();
  await page.waitForURL(`**/prompts/${taken}-two`);
  const answer = await api.runtime("development")("POST", "/prompts/resolve", {
    name: `${taken}-two`,
    variables: { message: "Hello" },
  });
  expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
  expect((await api.runtime("production")("GET", `/prompts/resolve?name=${taken}-two`)).status).toBe(404);
});

test("the time machine describes what was live, and the log who released it", async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["production"] });
  const query = new URLSearchParams({ prompt: name, environment: "production" });
  await page.goto(`/${credentials.workspace}/time-machine?${query}`);
  await expect(page.getByRole("heading", { name: new RegExp(`${name} in production was v1`) })).toBeVisible();
  await expect(page.getByText("You answer customers of a tent shop.")).toBeVisible();
  await page.goto(`/${credentials.workspace}/time-machine?${query}&at=2020-01-01T00:00:00.000Z`);
  await expect(page.getByRole("heading", { name: new RegExp(`${name} in production was not live`) })).toBeVisible();

  await page.goto(`/${credentials.workspace}/releases?${query}`);
  await expect(page.getByRole("row").filter({ hasText: "to begin with" })).toHaveCount(1);
});

test("a progress line shows that a slow page is loading", async ({ page, credentials }) => {
  await page.goto(`/${credentials.workspace}/prompts`);
  const row = page.getByRole("link", { name: "support/reply", exact: true });
  await expect(row).toBeVisible();
  const line = page.getByRole("progressbar", { name: "Loading the page" });
  await page.route(/_rsc=/, async (route) => {
    const isPrefetch = "next-router-prefetch" in route.request().headers();
    if (!isPrefetch) await expect(line).toBeVisible(); // the page waits until the progress line was seen
    await route.continue();
  });
  await row.click();
  await expect(page).toHaveURL(/\/prompts\/support\/reply$/);
  await expect(line).toHaveCount(0);
});

test("the document of the list stays small, with each row once", async ({ page, credentials }) => {
  const response = await page.request.get(`/${credentials.workspace}/prompts`);
  const bytes = (await response.body()).length;
  expect(response.status()).toBe(200);
  // The demo's document was 111 KB before rows were packed. 25,000 prompts in 45 folders add 1 KB.
  expect(bytes / 1_000).toBeLessThan(59);
});

test("a long name stays in its column", async ({ page, api, credentials }) => {
  const folder = `long-${Date.now().toString(36)}`;
  const name = `${folder}/${"very-long-word-".repeat(5)}x`;
  const content = { messages: [{ role: "system", content: "Hello." }] };
  expect((await api.manage("POST", "/prompts", { name, content })).status).toBe(201);
  await page.goto(`/${credentials.workspace}/prompts?folder=${folder}`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name }) });
  const link = await row.getByRole("link", { name }).boundingBox();
  const next = await row.getByRole("cell").first().boundingBox();
  expect((link?.x ?? 0) + (link?.width ?? 0)).toBeLessThanOrEqual(next?.x ?? 0);
});

test("long words without a space stay on the page", { tag: "@slow" }, async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["staging"] });
  const path = encodeURIComponent(name);
  const word = "Donaudampfschifffahrt".repeat(12);
  const move = { version: 1, environment: "production", reason: word };
  expect((await api.manage("POST", `/prompts/${path}/promote`, move)).status).toBe(200);
  const content = { messages: [{ role: "system", content: word }] };
  expect((await api.manage("POST", `/prompts/${path}/versions`, { content, message: word })).status).toBe(201);
  const change = { name, version: 2, environment: "production", title: word.slice(0, 180) };
  const request = await api.manage<{ number: number }>("POST", "/change-requests", change);
  expect(request.status).toBe(201);
  const at = (where: string) => `/${credentials.workspace}/${where}`;
  for (const where of [
    `time-machine?prompt=${path}&environment=production`,
    `changes/${request.body.number}`,
    "releases",
    `prompts/${name}/-/history`,
  ])
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(at(where));
      await expect(page.getByText(word.slice(0, 60)).first()).toBeAttached();
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(beyond, `${where} at ${width}`).toBeLessThanOrEqual(0);
    }
});

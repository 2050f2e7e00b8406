/** The most important forms work as soon as they are visible, even if scripts load late or never. */
import type { Browser, Page } from "@playwright/test";
import { type Api, expect, test, type WorkerFixtures } from "./support/fixtures";
import { untilAlive } from "./support/open-page";
import { newPrompt, typeAtEnd } from "./support/prompts";

const nobody = { cookies: [], origins: [] };

/** Holds back the scripts of a page. Returns what lets them load. */
async function holdScripts(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Opens a page whose scripts load only after `release` is called. */
async function slowPage(
  browser: Browser,
  baseURL: string,
  storageState: typeof nobody | WorkerFixtures["session"] = nobody,
): Promise<{ page: Page; release: () => void }> {
  const context = await browser.newContext({ baseURL, storageState });
  const page = await context.newPage();
  return { page, release: await holdScripts(page) };
}

const withoutScripts = (browser: Browser, baseURL: string) =>
  browser.newContext({ baseURL, storageState: nobody, javaScriptEnabled: false }).then((context) => context.newPage());

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
}

const signInButton = (page: Page) => page.getByRole("button", { name: "Sign in", exact: true });

test("text typed before the scripts load is kept and sent", async ({ browser, server, credentials }) => {
  const { page, release } = await slowPage(browser, server.url);
  await fillSignIn(page, credentials.email, credentials.password);
  release();
  await untilAlive(page.locator("form").first());
  await expect(page.getByLabel("E-mail")).toHaveValue(credentials.email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(credentials.password);
  await signInButton(page).click();
  await page.waitForURL(`**/${credentials.workspace}/prompts`);
  await page.context().close();
});

test("a form sent before the scripts load signs in", async ({ browser, server, credentials }) => {
  const { page, release } = await slowPage(browser, server.url);
  await fillSignIn(page, credentials.email, credentials.password);
  await signInButton(page).click();
  release();
  await page.waitForURL(`**/${credentials.workspace}/prompts`);
  await page.context().close();
});

test("a person signs in without scripts, and a wrong password shows an error", async ({
  browser,
  server,
  credentials,
}) => {
  const page = await withoutScripts(browser, server.url);
  await page.goto("/account");
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await signInButton(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "E-mail and password do not match." })).toBeVisible();
  await page.getByLabel("E-mail").fill(credentials.email);
  await page.getByLabel("Password", { exact: true }).fill(credentials.password);
  await signInButton(page).click();
  // After the failed sign-in, the requested address is still known.
  await page.waitForURL("**/account");
  await expect(page.getByRole("main")).toContainText(credentials.email);
  await page.context().close();
});

const password = "three words in a row";

/** Returns the path of an invitation for a unique address. */
async function invite(api: Api): Promise<string> {
  const email = `early-${crypto.randomUUID()}@journey.example`;
  return (await api.manage<{ path: string }>("POST", "/invitations", { email, role: "viewer" })).body.path;
}

test("an invited person creates an account without scripts", async ({ browser, server, credentials, api }) => {
  const page = await withoutScripts(browser, server.url);
  await page.goto(await invite(api));
  const send = async (secret: string) => {
    await page.getByLabel("Your name").fill("Early Bird");
    await page.getByLabel("Password", { exact: true }).fill(secret);
    await page.getByRole("button", { name: "Create account and join" }).click();
  };
  await send("short");
  await expect(page.getByText("Enter your name, and a password of at least 12 characters.")).toBeVisible();
  await send(password);
  await page.waitForURL(`**/${credentials.workspace}/prompts`);
  await page.context().close();
});

test("an account form keeps text typed before the scripts load", async ({ browser, server, api, credentials }) => {
  const { page, release } = await slowPage(browser, server.url);
  await page.goto(await invite(api), { waitUntil: "commit" });
  await page.getByLabel("Your name").fill("Early Bird");
  await page.getByLabel("Password", { exact: true }).fill(password);
  release();
  await untilAlive(page.locator("form").first());
  // On blur, React writes its state into the field.
  await page.getByLabel("Your name").focus();
  await page.getByLabel("Password", { exact: true }).focus();
  await expect(page.getByLabel("Your name")).toHaveValue("Early Bird");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(password);
  await page.getByRole("button", { name: "Create account and join" }).click();
  await page.waitForURL(`**/${credentials.workspace}/prompts`);
  await page.context().close();
});

test("a workspace requested before the scripts load is created once they do", async ({ browser, server, session }) => {
  const { page, release } = await slowPage(browser, server.url, session);
  const name = `Waiting ${crypto.randomUUID().slice(0, 8)}`; // sorted after Fernway: "/" opens the first
  await page.goto("/new-workspace", { waitUntil: "commit" });
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create workspace" }).click();
  release();
  await page.waitForURL(`**/${name.toLowerCase().replace(" ", "-")}/start`);
  await page.context().close();
});

test("a form of another site is refused", async ({ server, credentials }) => {
  const send = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ email: credentials.email, password: credentials.password }),
    });
  const sessionOf = (response: Response) =>
    response.headers.getSetCookie().filter((cookie) => cookie.includes("session-token"));
  expect(sessionOf(await send({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }))).toEqual([]);
  expect(sessionOf(await send({ origin: "https://evil.example" }))).toEqual([]);
  expect(sessionOf(await send({}))).toEqual([]);
  expect(sessionOf(await send({ origin: server.url }))).toHaveLength(1);
});

test("a message takes text before the editor has loaded, and the caret stays", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  const large = 400_000; // only the editor is that large
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    const response = await route.fetch();
    if ((await response.body()).length > large) await released;
    await route.fulfill({ response });
  });
  await page.goto(`/${credentials.workspace}/prompts/${name}`, { waitUntil: "commit" });
  await typeAtEnd(page, "System message", " Be brief");
  await expect(page.locator(".monaco-editor")).toHaveCount(0);
  await expect(page.getByText("1 change since v1")).toBeVisible();
  release();
  await expect(page.locator(".monaco-editor").first()).toBeVisible();
  await page.keyboard.type(", and kind.");
  const text = page.getByRole("region", { name: "System message" }).locator(".view-lines");
  await expect(text).toContainText("of a tent shop. Be brief, and kind.");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("two fields typed before the scripts load are both kept, beside an edit stored earlier", async ({
  browser,
  server,
  session,
  credentials,
  api,
}) => {
  const name = await newPrompt(api, { live: ["production"] });
  const { page, release } = await slowPage(browser, server.url, session);
  const field = (label: string) => page.getByRole("textbox", { name: label, exact: label === "Needed" });
  await page.goto(`/${credentials.workspace}/prompts/${name}/-/settings?guards=production`, { waitUntil: "commit" });
  await field("Needed").fill("77");
  await field("Cool-down").fill("45");
  release();
  await expect(page.getByText("Stored in this browser until you save.")).toBeVisible();
  await expect(field("Needed")).toHaveValue("77");
  await expect(field("Cool-down")).toHaveValue("45");

  await page.unrouteAll({ behavior: "ignoreErrors" });
  const goOn = await holdScripts(page);
  await page.reload({ waitUntil: "commit" });
  await field("Window").fill("3000");
  goOn();
  await expect(field("Needed")).toHaveValue("77");
  await expect(field("Cool-down")).toHaveValue("45");
  await expect(field("Window")).toHaveValue("3000");
  await page.context().close();
});

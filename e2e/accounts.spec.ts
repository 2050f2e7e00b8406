import { codeAt, stepAt } from "@/lib/auth/second-factor/totp";
import { startReceiver } from "@/lib/testing/receiver";
import { apiCall, expect, signIn, test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";
import { newWorkspace } from "./support/own-workspace";

const people = { ana: { name: "Ana Own", role: "owner" }, ed: { name: "Ed Itor", role: "editor" } } as const;
const next = "four words in a row";

/** The secret in base32, as an authenticator app reads it. */
function secretFrom(text: string): Buffer {
  const letters = text.replace(/\s/g, "");
  const bits = [...letters].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
/** The code that the app shows after this many time steps. */
const shown = (secret: Buffer, offset = 0) => codeAt(secret, stepAt(Date.now()) + offset);

test("an owner creates a password link, with which a member signs in again", { tag: "@slow" }, async ({
  visitor,
  browser,
  server,
}) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings/members`);
  await visitor.getByRole("button", { name: "More for Ed Itor" }).click();
  await visitor.getByRole("menuitem", { name: "Create a password link" }).click();
  await visitor.getByRole("dialog").getByRole("button", { name: "Create link" }).click();
  const dialog = visitor.getByRole("dialog", { name: "The password link of Ed Itor" });
  const link = await dialog.getByRole("textbox").inputValue();
  const device = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const guest = await device.newPage();
  await guest.goto(link);
  await guest.getByLabel("New password").fill("short");
  await guest.getByRole("button", { name: "Set password" }).click();
  await expect(guest.getByText("Use at least 12 characters.")).toBeVisible();
  await guest.getByLabel("New password").fill(next);
  await guest.getByRole("button", { name: "Set password" }).click();
  await expect(guest.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This link was already used" })).toBeVisible();
  await signIn(guest, { email: own.ed.email, password: next });
  await device.close();
});

test("a person sets up an authenticator app and signs in with its code", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ed);
  await visitor.goto("/account");
  await visitor.getByRole("button", { name: "Set up authenticator app" }).click();
  const dialog = visitor.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: /^QR code/ })).toBeVisible();
  const secret = secretFrom((await dialog.locator("code").textContent()) ?? "");
  await dialog.getByLabel("Code", { exact: true }).fill("12");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("Enter the 6 digits.")).toBeVisible();
  await dialog.getByLabel("Code", { exact: true }).fill(shown(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const codes = visitor.getByRole("dialog", { name: "Your recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  const [recovery = ""] = await codes.getByRole("listitem").allTextContents();
  await codes.getByRole("button", { name: "I have saved them" }).click();
  await expect(visitor.getByText("10 of 10 left")).toBeVisible();

  const comeBack = async (code: string) => {
    await visitor.goto("/account");
    await visitor.getByRole("button", { name: "Sign out" }).click();
    await visitor.waitForURL(/sign-in/);
    await visitor.getByLabel("E-mail").fill(own.ed.email);
    await visitor.getByLabel("Password", { exact: true }).fill(own.ed.password);
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await visitor.getByLabel("Code", { exact: true }).fill("000000");
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(visitor.getByText("The code does not match")).toBeVisible();
    await visitor.getByLabel("Code", { exact: true }).fill(code);
    await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
    await visitor.waitForURL(/\/start$/); // an empty workspace opens "Get started"
  };
  await comeBack(shown(secret, 1));
  await comeBack(recovery);
  await visitor.goto("/account");
  await expect(visitor.getByText("9 of 10 left")).toBeVisible();
  await expectGoodLooks(visitor, "/account", "account-with-factor");
});

test("a workspace that requires a second factor sends members to set one up", { tag: "@slow" }, async ({
  visitor,
  browser,
  server,
}) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings`);
  const box = visitor.getByRole("checkbox", { name: "Require a second factor for everyone" });
  await box.click();
  await expect(visitor.getByText("Set up a second factor in your own account first.")).toBeVisible();
  await visitor.goto("/account");
  await visitor.getByRole("button", { name: "Set up authenticator app" }).click();
  const dialog = visitor.getByRole("dialog", { name: "Set up an authenticator app" });
  const secret = secretFrom((await dialog.locator("code").textContent()) ?? "");
  await dialog.getByLabel("Code", { exact: true }).fill(shown(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await visitor.getByRole("button", { name: "I have saved them" }).click();
  await visitor.goto(`/${slug}/settings`);
  await box.click();
  await expect(box).toBeChecked();

  const device = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const guest = await device.newPage();
  await signIn(guest, own.ed);
  await guest.goto(`/${slug}/prompts`);
  await expect(guest).toHaveURL(/\/account\?required=/);
  await expect(guest.getByText(/requires a second factor/)).toBeVisible();
  await visitor.goto(`/${slug}/prompts`);
  await expect(visitor.getByRole("heading", { name: "Prompts", level: 1 })).toBeVisible();
  await device.close();
});

test("a signed head of the history is downloaded from the audit page", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings/audit`);
  const download = visitor.waitForEvent("download");
  await visitor.getByRole("button", { name: "Download signed head" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${slug}-history-\\d+\\.json$`));
  await expect(visitor.getByText(/^up to \d+/)).toBeVisible();
  await expectGoodLooks(visitor, `/${slug}/settings/audit`, "audit-chain");
});

test("the pages for people who cannot sign in are accessible", async ({ visitor }) => {
  await expectGoodLooks(visitor, "/sign-in/forgot", "forgot");
  await visitor.goto("/sign-in/reset/none");
  await expect(visitor.getByRole("heading", { name: "There is no such link" })).toBeVisible();
});

test("an owner transfers the workspace to a member", async ({ visitor, server }) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings/members`);
  await visitor.getByRole("button", { name: "More for Ed Itor" }).click();
  await visitor.getByRole("menuitem", { name: "Transfer ownership" }).click();
  const dialog = visitor.getByRole("dialog", { name: "Transfer ownership to Ed Itor?" });
  await dialog.getByRole("textbox").fill("another");
  await dialog.getByRole("button", { name: "Transfer ownership" }).click();
  await expect(dialog.getByText(`Type ${slug}.`)).toBeVisible();
  await dialog.getByRole("textbox").fill(slug);
  await dialog.getByRole("button", { name: "Transfer ownership" }).click();
  await expect(visitor.getByText("Ed Itor is an owner now.")).toBeVisible();
  await expect(visitor.getByRole("row").filter({ hasText: "Ed Itor" })).toContainText("Owner");
  await expect(visitor.getByRole("button", { name: "More for Ed Itor" })).toHaveCount(0); // not for an owner
});

test("an environment is renamed, and calls with its former name still work", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { slug, people: own, keys } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings`);
  await visitor.getByRole("button", { name: "Change staging" }).click();
  const dialog = visitor.getByRole("dialog", { name: "Change staging" });
  await dialog.getByLabel("Name").fill("preview");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(visitor.getByText("staging is called preview now.")).toBeVisible();
  await expect(visitor.getByRole("row", { name: /^preview/ })).toContainText("also staging");
  const policy = (name: string) =>
    fetch(`${server.url}/api/v1/environments/${name}/content-policy`, {
      headers: { authorization: `Bearer ${keys.manage}` },
    });
  for (const name of ["staging", "preview"]) expect((await policy(name)).status, name).toBe(200);
  expect((await policy("elsewhere")).status).toBe(404);
});

test("a person sees times in the chosen zone, after a reload and from the server, too", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { slug, keys, people: own } = await newWorkspace(server.dataDir, { people });
  const manage = apiCall(server.url, keys.manage);
  const content = { type: "chat", messages: [{ role: "system", content: "Hello" }] };
  expect((await manage("POST", "/prompts", { name: "zone", content })).status).toBe(201);
  expect((await manage("POST", "/prompts/zone/promote", { version: 1, environment: "staging" })).status).toBe(200);
  await signIn(visitor, own.ana);
  await visitor.goto("/account");
  const zones = visitor.getByLabel("Time zone", { exact: true });
  // The browser calls the zone Calcutta or Kolkata. It is 5 h 30 min ahead of UTC all year.
  const zone = await zones.getByRole("option", { name: /^Asia\/(Calcutta|Kolkata)$/ }).getAttribute("value");
  await zones.selectOption(zone);
  await expect(zones).toBeEnabled();
  await expect(zones).toHaveValue(zone ?? "");
  await visitor.goto(`/${slug}/releases`);
  const time = visitor.getByRole("main").locator("time").first();
  const at = Date.parse((await time.getAttribute("datetime")) ?? "");
  const clock = new Date(at + 5.5 * 3_600_000).toISOString().slice(11, 19);
  await expect(time).toHaveAttribute("title", new RegExp(`, ${clock}$`));
  await visitor.reload();
  await expect(time).toHaveAttribute("title", new RegExp(`, ${clock}$`));
  await visitor.goto("/account");
  await expect(zones).toHaveValue(zone ?? "");
});

test("a person's messages go to their own Slack webhook until it is removed", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { people: own } = await newWorkspace(server.dataDir, { people });
  const slack = await startReceiver();
  slack.answer = (response) => void response.writeHead(200).end("ok");
  await signIn(visitor, own.ed);
  await visitor.goto("/account");
  const only = visitor.getByText("This server does not send e-mail. Reviews and mentions are only in your inbox.");
  await expect(only).toBeVisible();
  await visitor.getByRole("button", { name: "Send to Slack" }).click();
  const dialog = visitor.getByRole("dialog", { name: "Send messages to Slack" });
  const address = dialog.getByLabel("Address of the incoming webhook");
  await expect(address).toBeFocused();
  await address.fill("http://10.0.0.1/services");
  await dialog.getByRole("button", { name: "Send first message" }).click();
  await expect(address).toHaveAccessibleDescription(/private or reserved/);
  await address.fill(`${slack.url}/services/T0/B0/secret`);
  await dialog.getByRole("button", { name: "Send first message" }).click();
  await expect(dialog).toBeHidden();
  await expect(visitor.getByText(`Your messages are sent to 127.0.0.1:${slack.port}.`).first()).toBeVisible();
  expect(slack.received.map(({ path }) => path)).toEqual(["/services/T0/B0/secret"]);
  expect(await visitor.content()).not.toContain("T0/B0/secret");
  await expectGoodLooks(visitor, "/account", "account-slack");
  await visitor.getByRole("button", { name: "Remove Slack" }).click();
  await expect(only).toBeVisible();
  await slack.stop();
});

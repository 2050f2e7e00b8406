import type { Browser, Page, Request } from "@playwright/test";
import { expect, signIn, test } from "./support/fixtures";

const password = "three words in a row";
let made = 0;
const newAddress = () => `guest-${Date.now().toString(36)}-${process.pid}-${made++}@journey.example`;

/** Invites an address through the page. Returns the link and the request of the server action. */
async function invite(page: Page, workspace: string, email: string, role: RegExp): Promise<[string, Request]> {
  await page.goto(`/${workspace}/settings/members`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Invite someone" });
  await form.getByLabel("E-mail").fill(email);
  await form.getByRole("radio", { name: role }).check();
  const sent = page.waitForRequest((request) => Boolean(request.headers()["next-action"]));
  await form.getByRole("button", { name: "Create link" }).click();
  const shown = page.getByRole("dialog", { name: "The link of the invitation" });
  const link = await shown.getByRole("textbox").inputValue();
  await shown.getByRole("button", { name: "I have saved it" }).click();
  await expect(shown).toBeHidden();
  return [link, await sent];
}

async function newGuest(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  return context.newPage();
}

async function takeInvitation(guest: Page, link: string, name: string): Promise<void> {
  await guest.goto(link);
  await guest.getByLabel("Your name").fill(name);
  await guest.getByLabel("Password", { exact: true }).fill(password);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await guest.waitForURL(/\/prompts$/);
}

/** Invites a person who then joins in a browser of their own. Also returns the new address. */
async function joined(
  page: Page,
  browser: Browser,
  { url, workspace }: { url: string; workspace: string },
  { role, name }: { role: RegExp; name: string },
): Promise<{ email: string; guest: Page }> {
  const email = newAddress();
  const [link] = await invite(page, workspace, email, role);
  const guest = await newGuest(browser, url);
  await takeInvitation(guest, link, name);
  return { email, guest };
}

/** Repeats a call of a server action in another person's session. */
async function replay(guest: Page, request: Request): Promise<string> {
  const { "next-action": action = "", "content-type": type = "", accept = "" } = request.headers();
  const answer = await guest.request.post(request.url(), {
    headers: { "next-action": action, "content-type": type, accept, origin: new URL(request.url()).origin },
    data: request.postDataBuffer() ?? "",
  });
  return answer.text();
}

test("an invited viewer can read but not change anything", async ({ page, browser, server, credentials, api }) => {
  const { workspace } = credentials;
  const email = newAddress();
  const name = `Vera ${Date.now().toString(36)}`;
  const [link, invitation] = await invite(page, workspace, email, /^Viewer/);
  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("Viewer");

  // A signed-in person with another account sees an explanation and cannot accept the invitation.
  await page.goto(link);
  await expect(page.getByText(`You are signed in as ${credentials.email}`)).toBeVisible();
  const opened = await page.request.get(link);
  expect(opened.headers()["referrer-policy"]).toBe("no-referrer");

  const guest = await newGuest(browser, server.url);
  await takeInvitation(guest, link, name);
  await expect(guest.getByRole("heading", { name: "Prompts", level: 1 })).toBeVisible();
  await expect(guest.getByRole("button", { name: /^New prompt/ })).toHaveAttribute("aria-disabled", "true");

  await guest.goto(`/${workspace}/prompts/support/reply`);
  const main = guest.getByRole("main"); // streamed content is first hidden outside main
  await expect(main.getByText("To change it you need the role editor; yours is viewer.")).toBeVisible();
  await expect(guest.getByRole("button", { name: /^Save/ })).toHaveCount(0);
  await guest.goto(`/${workspace}/prompts/support/reply/-/history`);
  const promote = guest.getByRole("button", { name: /^Promote/ });
  for (const button of await promote.all()) await expect(button).toHaveAttribute("aria-disabled", "true");

  await guest.goto(`/${workspace}/settings/members`);
  await expect(guest.getByRole("button", { name: "Invite", exact: true })).toHaveAttribute("aria-disabled", "true");
  await expect(guest.getByRole("combobox")).toHaveCount(0);
  await guest.goto(`/${workspace}/settings/keys`);
  await expect(guest.getByText("Only admins and owners see API keys")).toBeVisible();
  await guest.goto(`/${workspace}/settings`);
  await expect(guest.getByRole("button", { name: "Save name" })).toHaveCount(0);

  // Calling the server action directly fails, too.
  const invited = async () =>
    (await api.manage<Members>("GET", "/invitations?limit=100")).body.items.filter((one) => one.email === email).length;
  const before = await invited();
  expect(await replay(guest, invitation)).toContain('"forbidden"');
  expect((await guest.request.get(`/api/audit/${workspace}?format=csv`)).status()).toBe(403);
  expect(await invited()).toBe(before);

  // After the removal, the next request is refused, although the session is still valid.
  await page.goto(`/${workspace}/settings/members`);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove viewer" }).click();
  await expect(page.getByText(`${name} is removed.`)).toBeVisible();
  expect(await replay(guest, invitation)).toContain('"not_found"');
  await guest.goto(`/${workspace}/prompts`);
  await expect(guest.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await guest.goto("/");
  await expect(guest.getByRole("heading", { name: "You are in no workspace yet" })).toBeVisible();

  // Undo while the toast is visible restores the membership.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: `More for ${name}` })).toBeVisible();
  await guest.goto(`/${workspace}/prompts`);
  await expect(guest.getByRole("heading", { name: "Prompts", level: 1 })).toBeVisible();

  // The link was used, so it is invalid for other people.
  const late = await newGuest(browser, server.url);
  await late.goto(link);
  await expect(late.getByRole("heading", { name: "This invitation was already used" })).toBeVisible();
  await late.goto(`${link.slice(0, -4)}AAAA`);
  await expect(late.getByRole("heading", { name: "There is no such invitation" })).toBeVisible();
  await Promise.all([guest.context().close(), late.context().close()]);
  await removeByEmail(api, email);
});

test("a role is changed in the list and reverted with undo", { tag: "@slow" }, async ({
  page,
  browser,
  server,
  credentials,
  api,
}) => {
  const name = `Rolf ${Date.now().toString(36)}`;
  const at = { url: server.url, workspace: credentials.workspace };
  const { email, guest } = await joined(page, browser, at, { role: /^Viewer/, name });
  await page.reload();
  await page.getByRole("combobox", { name: `Role of ${name}` }).selectOption("editor");
  await expect(page.getByText(`${name} is an editor now.`)).toBeVisible();
  await guest.goto(`/${credentials.workspace}/prompts`);
  await expect(guest.getByRole("button", { name: /^New prompt/ })).not.toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`${name} is an editor now.`)).toBeHidden(); // the toast stays until the role is restored
  await expect(page.getByRole("combobox", { name: `Role of ${name}` })).toHaveValue("viewer");
  await guest.reload();
  await expect(guest.getByRole("button", { name: /^New prompt/ })).toHaveAttribute("aria-disabled", "true");
  await guest.context().close();
  await removeByEmail(api, email);
});

test("a new password ends other sessions, and a person creates a workspace", { tag: "@slow" }, async ({
  page,
  browser,
  server,
  credentials,
  api,
}) => {
  const at = { url: server.url, workspace: credentials.workspace };
  const { email, guest: desk } = await joined(page, browser, at, { role: /^Editor/, name: "Nadia Moves" });
  const phone = await newGuest(browser, server.url);
  await signIn(phone, { email, password });

  await desk.goto("/account");
  await desk.getByLabel("Current password").fill("not the password");
  await desk.getByLabel("New password").fill("four words in a row");
  await desk.getByRole("button", { name: "Change password" }).click();
  await expect(desk.getByText("The current password does not match.")).toBeVisible();
  await desk.getByLabel("Current password").fill(password);
  await desk.getByRole("button", { name: "Change password" }).click();
  await expect(desk.getByText("Your password is changed.")).toBeVisible();
  await phone.goto(`/${credentials.workspace}/prompts`);
  await expect(phone).toHaveURL(/\/sign-in/);
  await desk.reload();
  await expect(desk.getByRole("heading", { name: "Account" })).toBeVisible();

  const slug = `nadia-${Date.now().toString(36)}`;
  await desk.goto(`/${credentials.workspace}/prompts`);
  await desk.getByRole("button", { name: "Fernway" }).click();
  await desk.getByRole("menuitem", { name: "New workspace" }).click();
  await desk.getByLabel("Name", { exact: true }).fill("Sign in");
  await desk.getByRole("button", { name: "Create workspace" }).click();
  await expect(desk.getByText("Understudy uses /sign-in itself.")).toBeVisible();
  await desk.getByLabel("Address").fill(credentials.workspace);
  await desk.getByRole("button", { name: "Create workspace" }).click();
  await expect(desk.getByText(`The address /${credentials.workspace} is taken.`)).toBeVisible();
  await desk.getByLabel("Address").fill(slug);
  await desk.getByRole("button", { name: "Create workspace" }).click();
  await desk.waitForURL(`**/${slug}/start`); // an empty workspace opens "Get started"
  await expect.poll(async () => (await desk.context().cookies()).some(({ value }) => value === slug)).toBe(true);
  await desk.goto("/");
  await expect(desk).toHaveURL(new RegExp(`/${slug}/start$`)); // the last opened workspace is remembered
  await desk.goto("/account");
  await desk.getByRole("button", { name: "Leave Sign in" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Leave workspace" }).click();
  await expect(desk.getByText("You are the only owner.")).toBeVisible();
  await desk.getByRole("button", { name: "Stay" }).click();
  await desk.getByRole("button", { name: "Leave Fernway" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Leave workspace" }).click();
  await expect(desk.getByRole("link", { name: "Fernway" })).toHaveCount(0);
  await Promise.all([desk.context().close(), phone.context().close()]);
  await removeByEmail(api, email);
});

type Members = { items: { id: string; email: string }[] };

/** Restores the shared workspace. */
async function removeByEmail(
  api: { manage: <T>(method: "GET" | "DELETE", path: string) => Promise<{ body: T }> },
  email: string,
) {
  const { items } = (await api.manage<Members>("GET", "/members?limit=100")).body;
  const found = items.find((member) => member.email === email);
  if (found) await api.manage("DELETE", `/members/${found.id}`);
}

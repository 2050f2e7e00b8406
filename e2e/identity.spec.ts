import type { Page } from "@playwright/test";
import { test as base, expect, signIn } from "./support/fixtures";
import { type OidcServer, type Subject, startOidcServer } from "./support/oidc-server";
import { newWorkspace } from "./support/own-workspace";
import { type RunningServer, startServer } from "./support/server";

type House = { provider: OidcServer; house: RunningServer };

/** Starts a separate server with an identity provider. */
const test = base.extend<Record<never, never>, { own: House }>({
  own: [
    async ({ playwright: _ }, use) => {
      const provider = await startOidcServer();
      const { id, secret } = provider.client;
      const settings = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret };
      const house = await startServer({ env: { ...settings, OIDC_NAME: "Fernway ID", UNDERSTUDY_SEED: "empty" } });
      await use({ provider, house });
      await house.stop();
      await provider.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

async function come(page: Page, { provider, house }: House, subject: Subject): Promise<void> {
  provider.be(subject);
  await page.context().clearCookies();
  await page.goto(`${house.url}/sign-in`);
  await page.getByRole("button", { name: "Continue with Fernway ID" }).click();
}

test("invited and known people sign in through the identity provider, and nobody else", { tag: "@slow" }, async ({
  visitor: page,
  own,
}) => {
  const { house, provider } = own;
  const { credentials } = house;
  const manage = (method: string, path: string, body?: unknown) =>
    fetch(`${house.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${credentials.apiKeys.manage}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).then((response) => response.json());

  const home = new RegExp(`/${credentials.workspace}/(start|prompts)$`); // an empty workspace opens on Get started

  // An unknown person without an invitation.
  await come(page, own, { sub: "s-1", email: "stranger@example.test", email_verified: true, name: "Stranger" });
  await expect(page.getByText("There is no account with that address here.")).toBeVisible();

  // The owner's address, but not verified.
  await come(page, own, { sub: "mallory", email: credentials.email, email_verified: false });
  await expect(page.getByText("has not verified your e-mail address")).toBeVisible();
  await come(page, own, { sub: "silent" });
  await expect(page.getByText("did not send your e-mail address")).toBeVisible();

  // The owner with a verified address: signs in to the existing account, regardless of upper and lower case.
  await come(page, own, { sub: "owner-1", email: credentials.email.toUpperCase(), email_verified: true });
  await page.waitForURL(home);
  await page.goto(`${house.url}/account`);
  await expect(page.getByRole("main")).toContainText(credentials.email);
  // Afterwards, the provider's id identifies the person, even if the address has changed.
  await come(page, own, { sub: "owner-1", email: "elsewhere@example.test", email_verified: false });
  await page.waitForURL(home);

  // An invited person follows the link, creates no password, and joins.
  const email = "ines@example.test";
  const invited = (await manage("POST", "/invitations", { email, role: "editor" })) as { path: string };
  provider.be({ sub: "ines-1", email, email_verified: true, name: "Ines Okafor" });
  await page.context().clearCookies();
  await page.goto(house.url + invited.path);
  await page.getByRole("button", { name: "Continue with Fernway ID" }).click();
  await page.getByRole("button", { name: /^Join / }).click();
  await page.waitForURL(home);
  const members = (await manage("GET", "/members")) as { items: { email: string; name: string; role: string }[] };
  expect(members.items.find((member) => member.email === email)).toMatchObject({ name: "Ines Okafor", role: "editor" });
  await page.goto(`${house.url}/account`);
  await expect(page.getByText("You have no password here")).toBeVisible();
});

test("a provider that fails or sends false data gives no access, and the password still works", {
  tag: "@slow",
}, async ({ visitor: page, own }) => {
  const { house, provider } = own;
  // Does not use the owner: the first sign-in through the provider removes a password, and the test above covers that.
  const { slug, people } = await newWorkspace(house.dataDir, { people: { wanda: { name: "Wanda", role: "editor" } } });
  const wanda = { sub: "wanda-1", email: people.wanda.email, email_verified: true };
  const shown = {
    signature: "The identity provider's answer cannot be verified.",
    nonce: "The identity provider's answer cannot be verified.",
    audience: "The identity provider's answer cannot be verified.",
    clock: "The clocks of this server and of the identity provider differ",
    client: "The identity provider does not accept this server: its client id or secret is wrong.",
    denied: "You did not finish signing in at the identity provider.",
  };
  for (const how of Object.keys(shown) as (keyof typeof shown)[]) {
    provider.misbehave(how);
    await come(page, own, wanda);
    await expect(page.getByRole("alert").filter({ hasText: shown[how] })).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  }
  provider.misbehave(null);
  await page.goto(`${house.url}/sign-in`);
  await page.getByLabel("E-mail").fill(people.wanda.email);
  await page.getByLabel("Password", { exact: true }).fill(people.wanda.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`**/${slug}/start`);
});

test("without a provider there is no button", async ({ visitor, credentials }) => {
  await visitor.goto("/sign-in");
  await expect(visitor.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(visitor.getByRole("button", { name: /^Continue with/ })).toHaveCount(0);
  await signIn(visitor, credentials);
});

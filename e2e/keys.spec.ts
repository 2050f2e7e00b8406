import { startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("a key is shown once, has exactly its rights, and stops working if revoked", async ({
  page,
  api,
  server,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["staging", "production"] });
  const label = `Journey ${name.split("-")[1]}`;
  await page.goto(`/${credentials.workspace}/settings/keys`);
  await page.getByRole("button", { name: "New key" }).first().click();
  const form = page.getByRole("dialog", { name: "New API key" });
  await form.getByRole("textbox", { name: "Name" }).fill(label);
  await form.getByRole("checkbox", { name: "production" }).uncheck();
  await form.getByRole("checkbox", { name: "staging" }).check();
  await form.getByRole("button", { name: /^(Make|Create)/ }).click();

  const shown = page.getByRole("dialog", { name: "Your new key" });
  const key = await shown.getByRole("textbox").inputValue();
  await shown.getByRole("button", { name: "I have saved it" }).click();
  const ask = async (environment: string) => {
    const url = `${server.url}/api/v1/prompts/resolve?name=${encodeURIComponent(name)}&environment=${environment}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).status;
  };
  expect(await ask("staging")).toBe(200);
  expect(await ask("production")).toBe(403);

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: label });
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(key);
  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect.poll(() => ask("staging")).toBe(401);
});

test("a pipeline of a trusted repository gets a key for its token, until the trust is removed", async ({
  page,
  server,
  credentials,
}) => {
  const issuer = await startOidcIssuer();
  const name = `Pipeline ${Date.now().toString(36)}`;
  await page.goto(`/${credentials.workspace}/settings/keys`);
  await page.getByRole("button", { name: "Trust a repository" }).click();
  const form = page.getByRole("dialog", { name: "Trust a repository" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("combobox", { name: "Issuer" }).selectOption("other");
  await form.getByRole("textbox", { name: "Address" }).fill(issuer.url);
  await form.getByRole("textbox", { name: "Subject" }).fill("project_path:acme/shop:*");
  const audience = await form.getByRole("textbox", { name: "Audience" }).inputValue();
  await form.getByRole("button", { name: "Trust it" }).click();
  const steps = page.getByRole("dialog", { name: `Use “${name}”` });
  const trust = /UNDERSTUDY_TRUST=(\S+)/.exec((await steps.textContent()) ?? "")?.[1]?.slice(0, 36) ?? "";
  await steps.getByRole("button", { name: "Done" }).click();

  const iat = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer.url, aud: audience, sub: "project_path:acme/shop:ref:main", iat, exp: iat + 300 };
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    client_id: trust,
    subject_token: await issuer.sign(claims),
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  });
  const exchanged = await fetch(`${server.url}/api/v1/token`, { method: "POST", body });
  const { access_token: key } = (await exchanged.json()) as { access_token: string };
  const ask = async () =>
    (await fetch(`${server.url}/api/v1/prompts`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask()).toBe(200);

  await page.reload();
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("button", { name: `Remove ${name}` })).toHaveCount(0);
  await expect.poll(ask).toBe(401);
  await issuer.stop();
});

import { apiCall, expect, signIn, test } from "./support/fixtures";
import { ageProofs, newWorkspace } from "./support/own-workspace";

const people = { ana: { name: "Ana Own", role: "owner" }, ed: { name: "Ed Itor", role: "editor" } } as const;

test("a cookie from before a sign-out gives no access", async ({ visitor, server }) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  await signIn(visitor, own.ana);
  const cookie = (await visitor.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const download = () =>
    fetch(`${server.url}/api/audit/${slug}?format=csv`, {
      headers: { cookie, "sec-fetch-site": "same-origin" },
      redirect: "manual",
    });
  expect((await download()).status).toBe(200);
  await visitor.goto("/account");
  await visitor.getByRole("button", { name: "Sign out" }).click();
  await visitor.waitForURL(/sign-in/);
  expect((await download()).status).toBe(401);
  const page = await fetch(`${server.url}/${slug}/prompts`, { headers: { cookie }, redirect: "manual" });
  expect(page.headers.get("location") ?? (await page.text())).toContain("sign-in");
  const session = await fetch(`${server.url}/api/auth/session`, { headers: { cookie } });
  expect(JSON.stringify(await session.json())).not.toContain(own.ana.email);
});

test("a person ends the session of another device from the account page", async ({ visitor, browser, server }) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  const device = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const other = await device.newPage();
  await signIn(other, own.ed);
  await signIn(visitor, own.ed);
  await visitor.goto("/account");
  const table = visitor.getByRole("table", { name: /sessions/i });
  await expect(table.getByText("This device", { exact: true })).toHaveCount(1);
  await table.getByRole("button", { name: /^End the session/ }).click();
  await expect(table.getByRole("button", { name: /^End the session/ })).toHaveCount(0);
  await other.goto(`/${slug}/prompts`);
  await expect(other).toHaveURL(/sign-in/);
  await device.close();
});

test("an owner signs a member out everywhere", async ({ visitor, browser, server }) => {
  const { slug, people: own } = await newWorkspace(server.dataDir, { people });
  const device = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
  const other = await device.newPage();
  await signIn(other, own.ed);
  await signIn(visitor, own.ana);
  await visitor.goto(`/${slug}/settings/members`);
  await visitor.getByRole("button", { name: "More for Ed Itor" }).click();
  await visitor.getByRole("menuitem", { name: "End sessions" }).click();
  await visitor.getByRole("dialog").getByRole("button", { name: "End sessions" }).click();
  await expect(visitor.getByText("Ed Itor is signed out everywhere.")).toBeVisible();
  await other.goto(`/${slug}/prompts`);
  await expect(other).toHaveURL(/sign-in/);
  await device.close();
});

test("a workspace requires the password before a key is created", async ({ visitor, server }) => {
  const { slug, keys, people: own } = await newWorkspace(server.dataDir, { people });
  const manage = apiCall(server.url, keys.manage);
  expect((await manage("PATCH", "/workspace", { requiresProof: true })).status).toBe(200);
  await signIn(visitor, own.ana);
  await ageProofs(server.dataDir, slug, 11);
  await visitor.goto(`/${slug}/settings/keys?new=true`);
  await visitor.getByLabel("Name").fill("A key");
  await visitor.getByRole("button", { name: "Create key" }).click();
  const proof = visitor.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Password").fill("not the password");
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(proof.getByText("The password does not match.")).toBeVisible();
  await proof.getByLabel("Password").fill(own.ana.password);
  await proof.getByRole("button", { name: "Confirm" }).click();
  const shown = visitor.getByRole("dialog", { name: "Your new key" });
  await expect(shown.getByRole("textbox")).toHaveValue(/^us_[a-z]+_[0-9A-Za-z]{38}$/);
});

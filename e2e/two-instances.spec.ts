import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiCall, expect, signIn, test } from "./support/fixtures";
import { databaseAddress, newWorkspace, ownDomain } from "./support/own-workspace";
import { type RunningServer, startServer } from "./support/server";

const people = {
  ana: { name: "Ana Own", role: "owner" },
  olaf: { name: "Olaf Out", role: "editor" },
  pia: { name: "Pia Password", role: "editor" },
  rita: { name: "Rita Removed", role: "editor" },
  emma: { name: "Emma Ended", role: "editor" },
  dora: { name: "Dora Demoted", role: "admin" },
  else: { name: "Else Where", role: "editor" },
} as const;

/** Starts another instance with the same database and secrets, but without a shared Redis. */
async function startSecond(dataDir: string): Promise<RunningServer> {
  const secret = (name: string) => readFileSync(join(dataDir, name), "utf8").trim();
  const env = {
    DATABASE_URL: databaseAddress(dataDir),
    NEXTAUTH_SECRET: secret("session-secret"),
    ENCRYPTION_KEYS: `local:${secret("encryption-key")}`,
    SHUTDOWN_GRACE_SECONDS: "0",
  };
  return startServer({ env, credentials: JSON.parse(secret("credentials.json")) });
}

test("revocations on one instance apply on another within five seconds", { tag: "@slow" }, async ({
  browser,
  server,
}) => {
  test.setTimeout(600_000); // a second instance starts, and eight people sign in
  const second = await startSecond(server.dataDir);
  try {
    const { slug, keys, people: own } = await newWorkspace(server.dataDir, { people });
    await ownDomain(server.dataDir, slug);
    const manage = apiCall(server.url, keys.manage);
    const visit = async (person: { email: string; password: string }) => {
      const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
      const page = await context.newPage();
      await signIn(page, person);
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
      return { page, cookie };
    };
    /** Returns the status of a workspace address on the second instance, for the session of this cookie. */
    const there = async ({ cookie }: { cookie: string }, path = `/api/calls/${slug}`) => {
      const headers = { cookie, "sec-fetch-site": "same-origin" };
      return (await fetch(`${second.url}${path}`, { headers, redirect: "manual" })).status;
    };
    const audit = `/api/audit/${slug}?format=csv`;
    const within = { timeout: 5_000, intervals: [100] };
    const ids = new Map<string, string>();
    const listed = await manage<{ items: { id: string; name: string }[] }>("GET", "/members");
    for (const { id, name } of listed.body.items) ids.set(name, id);

    const [ana, olaf, pia, rita, emma, dora, here, elsewhere] = await Promise.all(
      [own.ana, own.olaf, own.pia, own.rita, own.emma, own.dora, own.else, own.else].map(visit),
    );
    if (!ana || !olaf || !pia || !rita || !emma || !dora || !here || !elsewhere) throw new Error("Nobody came.");
    for (const one of [olaf, pia, rita, emma, dora, here, elsewhere]) expect(await there(one)).toBe(200);
    expect(await there(dora, audit)).toBe(200);

    await olaf.page.goto("/account");
    await olaf.page.getByRole("button", { name: "Sign out", exact: true }).click();
    await olaf.page.waitForURL(/sign-in/);
    await expect.poll(() => there(olaf), within).toBe(401);

    const otherDevice = await visit(own.pia);
    expect(await there(otherDevice)).toBe(200);
    await pia.page.goto("/account");
    await pia.page.getByLabel("Current password").fill(own.pia.password);
    await pia.page.getByLabel("New password").fill("a password of another day");
    await pia.page.getByRole("button", { name: "Change password" }).click();
    await expect(pia.page.getByText("Your password is changed.")).toBeVisible();
    await expect.poll(() => there(otherDevice), within).toBe(401);
    expect(await there(pia)).toBe(200);

    await here.page.goto("/account");
    await here.page.getByRole("button", { name: "End all others" }).click();
    await expect(here.page.getByText("Every other session has ended.")).toBeVisible();
    await expect.poll(() => there(elsewhere), within).toBe(401);
    expect(await there(here)).toBe(200);

    expect((await manage("DELETE", `/members/${ids.get("Rita Removed")}`)).status).toBeLessThan(300);
    await expect.poll(() => there(rita), within).toBe(404); // signed in, but no member

    expect((await manage("POST", `/members/${ids.get("Emma Ended")}/end-sessions`)).status).toBeLessThan(300);
    await expect.poll(() => there(emma), within).toBe(401);

    expect((await manage("PATCH", `/members/${ids.get("Dora Demoted")}`, { role: "viewer" })).status).toBe(200);
    await expect.poll(() => there(dora, audit), within).toBe(403);

    const made = await manage<{ id: string; key: string }>("POST", "/keys", {
      name: "to be revoked",
      scope: "runtime",
      environments: ["production"],
    });
    const ask = async () => (await apiCall(second.url, made.body.key)("GET", "/prompts/resolve?name=none")).status;
    expect(await ask()).toBe(404);
    expect((await manage("DELETE", `/keys/${made.body.id}`)).status).toBeLessThan(300);
    await expect.poll(ask, within).toBe(401);

    await ana.page.goto(`/${slug}/settings/members`);
    await ana.page.getByRole("button", { name: "Create token" }).click();
    const shown = ana.page.getByRole("dialog", { name: "Your SCIM token" });
    const token = await shown.getByLabel("Token").inputValue();
    await shown.getByRole("button", { name: "I have saved it" }).click();
    const scim = async () =>
      (await fetch(`${second.url}/api/scim/v2/Users`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await scim()).toBe(200);
    await ana.page.getByRole("button", { name: /^Revoke us_scim_/ }).click();
    await ana.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await expect(ana.page.getByText("Not connected: there is no token.")).toBeVisible();
    await expect.poll(scim, within).toBe(401);
  } finally {
    await second.stop();
  }
});

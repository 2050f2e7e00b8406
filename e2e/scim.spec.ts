import { expect, signIn, test } from "./support/fixtures";
import { newWorkspace, ownDomain } from "./support/own-workspace";

test("an owner connects an identity provider, which adds a member and removes them", { tag: "@slow" }, async ({
  visitor,
  server,
}) => {
  const { slug, people } = await newWorkspace(server.dataDir, { people: { ana: { name: "Ana Own", role: "owner" } } });
  await signIn(visitor, people.ana);
  const settings = `/${slug}/settings/members`;
  await visitor.goto(settings);
  const make = visitor.getByRole("button", { name: "Create token" });
  await expect(make).toHaveAttribute("aria-disabled", "true"); // no domain is verified
  const domain = await ownDomain(server.dataDir, slug);
  await visitor.reload();
  await make.click();
  const shown = visitor.getByRole("dialog", { name: "Your SCIM token" });
  const token = await shown.getByLabel("Token").inputValue();
  expect(token).toMatch(/^us_scim_/);
  await shown.getByRole("button", { name: "I have saved it" }).click();
  const base = await visitor.getByRole("region", { name: "Provisioning (SCIM)" }).locator("code").first().textContent();

  const send = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
    return fetch(`${base}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  };
  const made = await send("POST", "/Users", { userName: `vera@${domain}`, displayName: "Vera Provisioned" });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  await send("POST", "/Groups", { displayName: "understudy-editors", members: [{ value: id }] });
  await visitor.reload();
  const row = visitor.getByRole("row").filter({ hasText: `vera@${domain}` });
  await expect(row).toContainText("Vera Provisioned");
  await expect(row.getByRole("combobox")).toHaveValue("editor");

  const Operations = [{ op: "replace", value: { active: false } }];
  expect((await send("PATCH", `/Users/${id}`, { Operations })).status).toBe(200);
  await visitor.reload();
  await expect(visitor.getByRole("row").filter({ hasText: "Ana Own" })).toBeVisible();
  await expect(row).toHaveCount(0);
  await visitor.getByRole("button", { name: /^Revoke us_scim_/ }).click();
  await visitor.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(visitor.getByText("Not connected: there is no token.")).toBeVisible();
  expect((await send("GET", "/Users")).status).toBe(401);
});

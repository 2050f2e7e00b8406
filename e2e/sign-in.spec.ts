import { expect, fillSignIn, signIn, test } from "./support/fixtures";

test("a person signs in and sees the prompts", async ({ visitor, credentials }) => {
  await visitor.goto(`/${credentials.workspace}/prompts`);
  await expect(visitor).toHaveURL(/\/sign-in/);
  await signIn(visitor, credentials);
  await visitor.goto(`/${credentials.workspace}/prompts`);
  await expect(visitor.getByRole("heading", { name: "Prompts", level: 1 })).toBeVisible();
});

test("a link opened while signed out is opened after the sign-in", async ({ visitor, credentials }) => {
  for (const path of ["/releases?environment=production", "/prompts/checkout/address-fix/-/history"]) {
    const link = `/${credentials.workspace}${path}`;
    await visitor.goto(link);
    await expect(visitor).toHaveURL(/\/sign-in/);
    await fillSignIn(visitor, credentials);
    await expect(visitor).toHaveURL((url) => `${url.pathname}${url.search}` === link);
    await visitor.context().clearCookies();
  }
});

test("a wrong password shows an error without further information", async ({ visitor, credentials }) => {
  await visitor.goto("/sign-in");
  await visitor.getByLabel("E-mail").fill(credentials.email);
  await visitor.getByLabel("Password", { exact: true }).fill("not the password");
  await visitor.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(visitor.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
  await expect(visitor).toHaveURL(/\/sign-in/);
});

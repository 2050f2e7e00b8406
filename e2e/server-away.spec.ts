import { expect, test } from "./support/fixtures";

test("a page stays while the server does not answer, and goes on when it does", { tag: "@slow" }, async ({
  page,
  credentials,
}) => {
  test.setTimeout(90_000);
  await page.goto(`/${credentials.workspace}/quality`);
  const heading = page.getByRole("heading", { name: "Quality", exact: true });
  await expect(heading).toBeVisible();
  await page.waitForLoadState("networkidle");
  const notice = page.getByText("The server does not answer. The page is updated as soon as it does.");

  await test.step("it refreshes itself", async () => {
    await page.route("**/*", (route) => route.abort());
    await expect(notice).toBeVisible({ timeout: 20_000 });
    await expect(heading).toBeVisible();
    await page.unroute("**/*");
    await expect(notice).toBeHidden({ timeout: 10_000 });
    await expect(heading).toBeVisible();
  });

  await test.step("a click opens the page late", async () => {
    await page.route("**/*", (route) => route.abort());
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await expect(notice).toBeVisible({ timeout: 10_000 });
    await page.unroute("**/*");
    await expect(page).toHaveURL(/\/settings$/, { timeout: 30_000 });
    await expect(notice).toBeHidden();
  });
});

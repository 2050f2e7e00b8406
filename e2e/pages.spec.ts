import { expect, test } from "./support/fixtures";
import { pages } from "./support/pages";

/** React's and Next's marks of a part that failed on the server. A part that only the browser draws has no digest. */
const failed = /data-dgst="(?!"|BAILOUT_)|\$RX\(|E\{\\?"digest\\?":/;

// The server's part of each page. `looks.spec.ts` shows them in a browser.
for (const [name, path] of Object.entries(pages)) {
  const isMissing = name === "not-there" || name === "unknown";
  test(`${name} is answered ${isMissing ? "as missing" : "with a heading and without an error"}`, async ({
    request,
    credentials,
  }) => {
    const answer = await request.get(`/${credentials.workspace}/${path}`);
    const html = await answer.text();
    expect(answer.status()).toBe(isMissing ? 404 : 200);
    expect(/<h1[ >]/.test(html)).toBe(!isMissing); // the browser draws the page for what is missing
    expect(failed.test(html)).toBe(isMissing);
  });
}

// The browser draws these documents, and runs no script in them.
test("a page that is missing has the theme of the system", async ({ page, credentials }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`/${credentials.workspace}/${pages["not-there"]}`);
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).not.toHaveClass(/\bdark\b/);
});

test("the first call of a prompt sends the values of its samples", async ({ page }) => {
  await page.goto("/fernway/prompts/checkout/abandoned-cart/-/use");
  await expect(page.getByRole("main")).toContainText('"first_name": "Lena"');
});

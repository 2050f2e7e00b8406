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

test("the first call of a prompt sends the values of its samples", async ({ page }) => {
  await page.goto("/fernway/prompts/checkout/abandoned-cart/-/use");
  await expect(page.getByRole("main")).toContainText('"first_name": "Lena"');
});

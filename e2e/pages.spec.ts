import { expect, test } from "./support/fixtures";
import { pages } from "./support/pages";

/** React's and Next's marks of a part that failed on the server. Parts for the browser alone have a digest, too. */
const failed = /data-dgst="(?!BAILOUT_TO_CLIENT_SIDE_RENDERING)|\$RX\(|E\{"digest":/;

// The server's part of each page. `looks.spec.ts` shows them in a browser.
for (const [name, path] of Object.entries(pages)) {
  const expected = name === "not-there" ? 404 : 200;
  test(`${name} is answered with ${expected} and without an error`, async ({ request, credentials }) => {
    const answer = await request.get(`/${credentials.workspace}/${path}`);
    expect(answer.status()).toBe(expected);
    if (expected === 404) return;
    const html = await answer.text();
    expect(html).toMatch(/<h1[ >]/);
    expect(failed.exec(html)?.[0]).toBeUndefined();
  });
}

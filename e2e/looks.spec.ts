import { test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";

// A seeded prompt with a history, so that the pages have something to show.
const prompt = "support/refund-check";

const pages = {
  prompts: "/prompts",
  edit: `/prompts/${prompt}`,
  history: `/prompts/${prompt}?tab=history`,
  use: `/prompts/${prompt}?tab=use`,
  "prompt-settings": `/prompts/${prompt}?tab=settings`,
  releases: "/releases",
  "time-machine": `/time-machine?prompt=${encodeURIComponent(prompt)}&environment=production`,
  settings: "/settings",
  keys: "/settings/keys",
  audit: "/settings/audit",
};

test("the way in can be read by everyone, light and dark, wide and narrow", async ({ visitor }) => {
  await expectGoodLooks(visitor, "/sign-in", "sign-in");
});

for (const [name, path] of Object.entries(pages)) {
  test(`${name} can be read by everyone, light and dark, wide and narrow`, async ({ page, credentials }) => {
    await expectGoodLooks(page, `/${credentials.workspace}${path}`, name);
  });
}

test("the API's page can be read by everyone, light and dark, wide and narrow", async ({ page }) => {
  await expectGoodLooks(page, "/api/v1/docs", "api-docs");
});

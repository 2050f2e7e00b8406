import { test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";
test.describe.configure({ timeout: 240_000 });
test("shots", async ({ page, credentials }) => {
  const answer = await fetch(`${credentials.url}/api/cron/trust`, { headers: { authorization: `Bearer ${process.env.CRON_SECRET}` } });
  console.log("cron", answer.status, await answer.text());
  await expectGoodLooks(page, `/${credentials.workspace}/experiments/trust`, "zz-trust");
  await expectGoodLooks(page, `/${credentials.workspace}/experiments/new?prompt=search/product-answer`, "zz-form");
  await page.setViewportSize({ width: 1440, height: 1600 });
  await page.screenshot({ path: "test-results/looks/zz-form-long.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 2600 });
  await page.screenshot({ path: "test-results/looks/zz-form-long-390.png", fullPage: true });
});

import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("the time machine shows which version an application got, and why", async ({ page, api, credentials }) => {
  const name = await newPrompt(api, { live: ["production"], versions: 2 });
  const between = new Date();
  await new Promise((done) => setTimeout(done, 1_100));
  const path = `/prompts/${encodeURIComponent(name)}/promote`;
  await api.manage("POST", path, { version: 2, environment: "production", reason: "kinder words" });

  const then = `/lookup?prompt=${encodeURIComponent(name)}&environment=production&at=${between.toISOString()}`;
  expect(await api.manage("GET", then)).toMatchObject({ status: 200, body: { version: 1 } });
  const now = then.replace(/at=.*/, `at=${new Date().toISOString()}`);
  expect(await api.manage("GET", now)).toMatchObject({ status: 200, body: { version: 2 } });

  const query = `prompt=${encodeURIComponent(name)}&environment=production&at=${between.toISOString()}`;
  await page.goto(`/${credentials.workspace}/time-machine?${query}`);
  await expect(page.getByRole("region", { name: /v1/ }).or(page.getByRole("main")).first()).toContainText("v1");
  await expect(page.getByRole("main")).toContainText("kinder words");
});

test("filters are in the URL: a link shows a colleague the same list", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  const [, short = ""] = name.split("/");
  await page.goto(`/${credentials.workspace}/prompts`);
  await page.getByRole("searchbox").or(page.getByPlaceholder("Filter by name, tag or purpose")).first().fill(short);
  await expect(page.getByRole("main").getByRole("link", { name: new RegExp(short) })).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(short));
  await page.reload();
  await expect(page.getByRole("main").getByRole("link", { name: new RegExp(short) })).toHaveCount(1);
  await expect(page.getByRole("main")).not.toContainText("abandoned-cart");
});

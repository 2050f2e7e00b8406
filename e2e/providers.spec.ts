import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { expect, test } from "./support/fixtures";

let fake: FakeProvider;
test.beforeAll(async () => {
  fake = await startFakeProvider();
});
test.afterAll(() => fake.stop());

const key = "sk-journey-0123456789-good";
const wrongKey = "sk-journey-9876543210-evil";

test("a provider with a wrong key reports it, and works with the right one", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  fake.key = key;
  const name = `journey-${Date.now().toString(36)}`;
  const payloads: string[] = [];
  page.on("response", async (response) => {
    if (response.url().includes("/settings/models")) payloads.push(await response.text().catch(() => ""));
  });
  await page.goto(`/${credentials.workspace}/settings/models`);
  await page.getByRole("button", { name: "Connect a provider" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a provider" });
  await dialog.getByRole("radio", { name: "Compatible" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Base URL").fill("http://169.254.169.254/latest");
  await dialog.getByLabel("API key").fill(wrongKey);
  await dialog.getByRole("button", { name: "Connect and test" }).click();
  await expect(dialog.getByText(/private or reserved address/)).toBeVisible();
  await dialog.getByLabel("Base URL").fill(fake.baseUrl("openai"));
  await dialog.getByRole("button", { name: "Connect and test" }).click();

  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row.getByText("Does not work")).toBeVisible();
  await expect(row.getByText(/refused the key \(401\)/)).toBeVisible();
  await expect(row.getByText("…evil")).toBeVisible();

  await row.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Replace key" }).click();
  const replace = page.getByRole("dialog", { name: /Replace the key/ });
  await replace.getByLabel("API key").fill(key);
  await replace.getByRole("button", { name: "Replace and test" }).click();
  await expect(row.getByText("Works")).toBeVisible();
  await expect(row.getByText(/offers 2 models/)).toBeVisible();
  expect(fake.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);

  fake.fault = { kind: "status", status: 529 };
  await row.getByRole("button", { name: `Test ${name}` }).click();
  await expect(row.getByText(/overloaded \(529\)/)).toBeVisible();
  fake.fault = null;

  await page.reload();
  payloads.push(await page.content());
  expect(payloads.length).toBeGreaterThan(3);
  for (const payload of payloads) expect(payload).not.toMatch(/0123456789|9876543210|v1\.local\./);

  await row.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove connection" }).click();
  await expect(row).toHaveCount(0);
  const { body } = await api.manage<{ items: { name: string }[] }>("GET", "/connections");
  expect(body.items.map((one) => one.name)).not.toContain(name);
});

import { startFakeProvider } from "@/lib/testing/fake-provider";
import { apiCall, expect as expectSoon, test } from "./support/fixtures";
import { newWorkspace, pageOf } from "./support/own-workspace";

const expect = expectSoon.configure({ timeout: 60_000 });
const model = { provider: "house", name: "slow-1" };

test("an editor previews an evaluation, follows it, stops it, and runs it again", async ({ browser, server }) => {
  test.setTimeout(300_000);
  const provider = await startFakeProvider();
  provider.latencyMs = 1_000;
  provider.models = [model.name];
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const made = async (path: string, body: unknown) => {
    const answer = await manage<{ id: string }>("POST", path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body.id;
  };
  await made("/connections", { name: "house", provider: "openai-compatible", baseUrl: provider.baseUrl("openai") });
  await made("/prompts", {
    name: "support/hello",
    content: { type: "text", model, messages: [{ role: "user", content: "Say hello." }] },
  });
  const suite = await made("/suites", { name: "Greetings", prompt: "support/hello" });
  const cases = Array.from({ length: 30 }, () => ({ variables: {}, expected: "Hello from the fake provider." }));
  await made(`/suites/${suite}/cases`, { cases });
  const put = { scorers: [{ id: "same", name: "Same words", type: "exact" }] };
  expect((await manage("PUT", `/suites/${suite}/scorers`, put)).status).toBeLessThan(300);

  const page = await pageOf(browser, server.url, workspace, "mara");
  await page.goto(`/${workspace.slug}/evaluations/suites/${suite}`);
  await page.getByRole("button", { name: "Run evaluation" }).click();
  const dialog = page.getByRole("dialog", { name: "Run evaluation" });
  await expect(dialog.getByText("30 cases: 30 answers")).toBeVisible();
  await dialog.getByLabel("Repeats").fill("2");
  await expect(dialog.getByText("30 cases × 2: 60 answers")).toBeVisible();
  await expect(dialog.getByText("Cost not known")).toBeVisible();
  await dialog.getByLabel("Budget").fill("1");
  await expect(dialog.getByText(/No budget can be kept/)).toBeVisible();
  await dialog.getByLabel("Budget").fill("");
  await dialog.getByLabel("Calls at once").fill("2");
  await dialog.getByRole("button", { name: "Run evaluation" }).click();

  await expect(page.getByRole("heading", { name: "v1 is being evaluated." })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Answers so far" })).toBeVisible();
  await expect.poll(() => provider.requests.length).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Cancel the run" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the run" }).click();
  await expect(page.getByRole("heading", { name: "v1 was evaluated only in part." })).toBeVisible();
  const requestCount = provider.requests.filter(({ method }) => method === "POST").length;
  expect(requestCount).toBeLessThan(60);

  provider.latencyMs = 0;
  const stopped = page.url();
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page).not.toHaveURL(stopped);
  await expect(page.getByText("2 repeats, revision 1")).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  await expect(page.getByRole("row", { name: /^Accuracy/ })).toContainText("100");
  expect(provider.requests.filter(({ method }) => method === "POST").length).toBe(requestCount + 60);
  await provider.stop();
});

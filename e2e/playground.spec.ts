import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { type Api, expect, test } from "./support/fixtures";

const offline = { provider: "offline", name: "understudy-offline" };

/** Creates a prompt that answers customers, with this number of versions on the given model. */
async function newReply(api: Api, model: { provider: string; name: string }, versions = 1): Promise<string> {
  const name = `journeys/reply-${randomUUID().slice(0, 8)}`;
  const content = (number: number) => ({
    type: "chat",
    messages: [
      { role: "system", content: `You answer {{ customer }} of a tent shop${", kindly".repeat(number - 1)}.` },
      { placeholder: "history" },
      { role: "user", content: "{{ message }}" },
    ],
    model,
    variables: ["customer", "message"].map((variable) => ({ name: variable, type: "string", required: true })),
  });
  const { status } = await api.manage("POST", "/prompts", { name, content: content(1) });
  expect(status).toBe(201);
  for (let number = 2; number <= versions; number++)
    await api.manage("POST", `/prompts/${encodeURIComponent(name)}/versions`, { content: content(number) });
  return name;
}

const answerIn = (page: Page, version: string) =>
  page.getByRole("region", { name: version, exact: true }).getByRole("region", { name: "Answer" });

test("an editor tries two versions on a late parcel and keeps the better answer as a test case", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newReply(api, offline, 2);
  await api.manage("POST", `/prompts/${encodeURIComponent(name)}/samples`, {
    name: "Late parcel",
    variables: { customer: "Lena Vogel", message: "Where is my tent? It was due on Monday." },
    placeholders: { history: [{ role: "user", content: "Hello?" }] },
  });
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await page.getByRole("link", { name: "Playground" }).click();
  await expect(page.getByRole("heading", { name: "Values" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Samples: Late parcel" })).toBeVisible();
  await expect(page.getByLabel("customer", { exact: true })).toHaveValue("Lena Vogel");
  await expect(page.getByLabel("Text of turn 1")).toHaveValue("Hello?");

  await page.keyboard.press("ControlOrMeta+Enter");
  for (const version of ["v1", "v2"]) {
    await expect(answerIn(page, version)).toContainText("first token");
    await expect(answerIn(page, version)).toContainText(`${version}: The answer is complete.`);
    await expect(answerIn(page, version)).toContainText("Offline model: not real answers");
    await expect(page.getByRole("region", { name: version, exact: true })).toContainText("Offline: not real answers");
  }
  await page.getByRole("button", { name: "Compare answers" }).click();
  await expect(page.getByRole("region", { name: "Difference between the answers" })).toBeVisible();
  await page.getByLabel("customer", { exact: true }).fill("Ida Holm");
  await expect(answerIn(page, "v2")).toContainText("before your last change");
  await page.getByLabel("customer", { exact: true }).fill("Lena Vogel");

  await answerIn(page, "v2").getByRole("button", { name: "Keep as a test case" }).click();
  const dialog = page.getByRole("dialog", { name: "Keep as a test case" });
  await expect(dialog.getByLabel("Suite", { exact: true })).toContainText("A new suite");
  const suite = `Late parcels ${randomUUID().slice(0, 8)}`;
  await dialog.getByLabel("Name of the new suite").fill(suite);
  await expect(dialog.getByLabel("Expected answer")).not.toHaveValue("");
  await dialog.getByLabel("Expected answer").fill("I am sorry, Lena. It comes tomorrow.");
  await dialog.getByLabel("Tags").fill("late");
  await dialog.getByLabel("Tags").press("Enter");
  await dialog.getByRole("button", { name: "Keep case" }).click();
  await page.getByRole("link", { name: "Open the suite" }).click();

  await expect(page.getByRole("heading", { level: 1, name: suite })).toBeVisible();
  await expect(page.getByText("1 case, revision 1")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "Where is my tent?" });
  await expect(row).toContainText("I am sorry, Lena. It comes tomorrow.");
  await row.getByRole("checkbox", { name: /^Select the case/ }).click();
  await page.getByRole("button", { name: "Remove the case" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toBeVisible();

  type Suites = { items: { id: string; name: string; revision: number }[] };
  const suites = await api.manage<Suites>("GET", `/suites?prompt=${encodeURIComponent(name)}`);
  const [made] = suites.body.items;
  expect(made).toMatchObject({ name: suite, revision: 3 });
  const cases = await api.manage<{ items: unknown[] }>("GET", `/suites/${made?.id}/cases`);
  expect(cases.body.items).toMatchObject([
    {
      variables: { customer: "Lena Vogel", message: "Where is my tent? It was due on Monday." },
      placeholders: { history: [{ role: "user", content: "Hello?" }] },
      expected: "I am sorry, Lena. It comes tomorrow.",
      tags: ["late"],
      source: { kind: "playground", prompt: name, version: 2, model: "offline/understudy-offline" },
    },
  ]);
});

test.describe("with a connected provider", () => {
  let fake: FakeProvider;
  test.beforeAll(async () => {
    fake = await startFakeProvider();
  });
  test.afterAll(() => fake.stop());

  test("an interrupted answer stays readable, and another run gives the complete one", { tag: "@slow" }, async ({
    page,
    api,
    credentials,
  }) => {
    const gateway = `gateway-${randomUUID().slice(0, 8)}`;
    const connected = await api.manage("POST", "/connections", {
      provider: "openai-compatible",
      name: gateway,
      baseUrl: fake.baseUrl("openai"),
    });
    expect(connected.status, JSON.stringify(connected.body)).toBe(201);
    const name = await newReply(api, { provider: gateway, name: "fake-large" });
    await page.goto(`/${credentials.workspace}/prompts/${name}`);

    // A missing value is reported before a request is sent.
    await page.getByRole("button", { name: /^Run/ }).click();
    await expect(page.getByText("These need samples: customer, message")).toBeVisible();
    expect(fake.requests.filter(({ method }) => method === "POST")).toEqual([]);
    await page.getByRole("button", { name: "Add them" }).click();
    await expect(page.getByLabel("Sample of customer")).toBeFocused();
    await page.keyboard.type("Lena Vogel");
    await page.getByLabel("Sample of message").fill("Where is my tent?");

    fake.reply = { text: "I am sorry, Lena, your tent is late. It comes tomorrow before noon." };
    fake.fault = { kind: "cut" };
    await page.keyboard.press("ControlOrMeta+Enter");
    const answer = page.getByRole("region", { name: "Answer" });
    await expect(answer.getByRole("alert")).toBeVisible();
    await expect(answer).toContainText("I am sorry");
    await expect(answer).not.toContainText("before noon");

    fake.fault = { kind: "stall" };
    await answer.getByRole("button", { name: "Run again" }).click();
    await answer.getByRole("button", { name: "Stop" }).click();
    await expect(answer).toContainText("You stopped it.");

    fake.fault = null;
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(answer).toContainText("It comes tomorrow before noon.");
    await expect(answer).toContainText("first token");
    expect(fake.requests.at(-1)?.body.messages).toEqual([
      { role: "system", content: "You answer Lena Vogel of a tent shop." },
      { role: "user", content: "Where is my tent?" },
    ]);
    await page.getByLabel("Sample of message").fill("Where are my boots?");
    await expect(answer).toContainText("before your last change");

    await page.getByRole("button", { name: "Samples: Custom samples" }).click();
    await page.getByRole("menuitem", { name: "Save as a sample set" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Boots");
    await page.getByRole("button", { name: "Save set" }).click();
    await expect(page.getByRole("button", { name: "Samples: Boots" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Samples: Boots" })).toBeVisible();
    await expect(page.getByLabel("Sample of message")).toHaveValue("Where are my boots?");
  });
});

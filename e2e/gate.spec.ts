import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { writeCasesCsv } from "./support/cases-csv";
import { type ApiCall, apiCall, expect as expectSoon, test } from "./support/fixtures";
import { newWorkspace, pageOf } from "./support/own-workspace";
import { resolved, typeAtEnd } from "./support/prompts";

// Two browsers, an engine and two providers run at the same time, so each step takes longer.
const expect = expectSoon.configure({ timeout: 60_000 });
const name = "support/reply";
const inPath = encodeURIComponent(name);
const answerer = { provider: "openai", name: "answers-1" };
const judge = { provider: "anthropic", name: "judge-1" };
const worse = "Be brief to the point of rudeness.";
const better = "Say what happens next, and when.";

/** Answers customers as the version under test instructs, and judges answers of another model. */
function act(body: Record<string, unknown>) {
  const text = JSON.stringify(body);
  if (body.model === judge.name) {
    const isRude = text.includes("Read the site.");
    return { text: JSON.stringify({ rationale: isRude ? "It sends them away." : "It helps.", score: isRude ? 1 : 5 }) };
  }
  const isRude = text.includes(worse) && text.includes("waterproof");
  return { text: isRude ? "Read the site." : "I look into it today and write to you. Yours, Fernway" };
}

async function setUp(manage: ApiCall, provider: FakeProvider): Promise<void> {
  const must = async (method: "POST" | "PUT", path: string, body: unknown) => {
    const answer = await manage<{ id: string; [field: string]: unknown }>(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  for (const protocol of ["openai", "anthropic"] as const)
    await must("POST", "/connections", {
      provider: protocol,
      name: protocol,
      baseUrl: provider.baseUrl(protocol),
      apiKey: "sk-journey-0123456789",
    });
  const variables = ["customer_name", "order_id", "message"].map((variable) => ({ name: variable, type: "string" }));
  await must("POST", "/prompts", {
    name,
    message: "Start",
    deployTo: "production",
    content: {
      messages: [
        { role: "system", content: "You answer {{ customer_name }} about order {{ order_id }}." },
        { role: "user", content: "{{ message }}" },
      ],
      variables: [...variables, { name: "is_late", type: "boolean", required: false, default: false }],
      model: answerer,
    },
  });
  const { id } = await must("POST", "/suites", { name: "Support, imported", prompt: name });
  const imported = await must("POST", `/suites/${id}/import`, { format: "csv", text: writeCasesCsv(120) });
  expect(imported.added).toBe(120);
  await must("PUT", `/suites/${id}/scorers`, {
    scorers: [
      { id: "helps", name: "Helps", type: "judge", criteria: ["It helps the customer."], model: judge },
      { id: "signed", name: "Signed", type: "contains", dimension: "format", texts: ["Yours, Fernway"] },
    ],
  });
}

test("a gate blocks a worse version with its broken cases, and promotes a better one automatically", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  test.setTimeout(420_000);
  const provider = await startFakeProvider();
  provider.reply = act;
  provider.models = [answerer.name, judge.name];
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "publisher" }, aiko: { name: "Aiko Tanaka", role: "admin" } },
  });
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const manage = apiCall(server.url, workspace.keys.manage);
  const runtime = apiCall(server.url, workspace.keys.production);
  await setUp(manage, provider);
  const mara = await pageOf(browser, server.url, workspace, "mara");
  const aiko = await pageOf(browser, server.url, workspace, "aiko");
  for (const page of [mara, aiko]) page.on("pageerror", (error) => complaints.push(String(error)));

  /** Adds a line at the end of the system message and saves it as the next version. */
  const saveLine = async (line: string, version: number) => {
    await mara.goto(at(`prompts/${name}`));
    await typeAtEnd(mara, "System message", `\n${line}`);
    await mara.getByRole("button", { name: /^Save/ }).click();
    await expect(mara.getByText("Its evaluation for production starts automatically.")).toBeVisible();
    await mara.getByLabel("What changed, and why").fill(line);
    await mara.getByLabel("Use in development").check();
    await mara.getByRole("button", { name: new RegExp(`^Save v${version}`) }).click();
    await expect(mara.getByText(`v${version} is saved`).first()).toBeVisible();
    await mara.goto(at(`prompts/${name}/-/history`));
  };
  const versions = mara.getByRole("region", { name: "Versions" });

  await test.step("Aiko, an admin, creates the gate and reads its description", async () => {
    await aiko.goto(at(`prompts/${name}/-/settings`));
    await aiko.getByRole("button", { name: "Set up a gate for production" }).click();
    const dialog = aiko.getByRole("dialog", { name: "Gate of production" });
    await expect(dialog.getByText("It measures accuracy and format.")).toBeVisible();
    await dialog.getByLabel("Accuracy, percent").fill("90");
    await dialog.getByLabel("Safety, percent").fill("99");
    await expect(dialog.getByText(/measures safety, so nothing can reach its minimum/)).toBeVisible();
    await dialog.getByLabel("Safety, percent").fill("");
    await dialog.getByLabel("Promote passing versions to production automatically").check();
    await expect(dialog.getByText(/A version that passes goes live automatically/)).toBeVisible();
    await dialog.getByRole("button", { name: "Set up the gate" }).click();
    await expect(aiko.getByText("The gate of production is saved.")).toBeVisible();
    await expect(aiko.getByText(/A version can go live in production if accuracy is at least 90/)).toBeVisible();
  });

  await test.step("Mara saves a worse version; it is evaluated automatically, and blocked", async () => {
    await saveLine(worse, 2);
    await expect(versions.getByText("Blocked by accuracy and format for production")).toBeVisible({ timeout: 120_000 });
    await versions.getByRole("button", { name: "More for v2" }).click();
    await mara.getByRole("menuitem", { name: /^Production.*now v1/ }).click();
    const dialog = mara.getByRole("dialog", { name: "Promote v2 to production" });
    await expect(dialog.getByText("Blocked", { exact: true })).toBeVisible();
    await expect(dialog.getByText("Accuracy is 75\u00a0%, the minimum is 90\u00a0%.")).toBeVisible();
    await expect(dialog.getByText(/Worse than v1 in format: 30 cases broken, none fixed/)).toBeVisible();
    await expect(dialog.getByText(/^Refund: /).first()).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Promote to production" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expect(dialog.getByRole("button", { name: "Override the gate and promote" })).toHaveCount(0);
    await mara.keyboard.press("Escape");
  });

  await test.step("the API blocks it, too, and lists the cases", async () => {
    type Problem = { code: string; detail: string; errors: { pointer: string; code: string; message: string }[] };
    const move = { version: 2, environment: "production", reason: "All the same" };
    const { status, body } = await manage<Problem>("POST", `/prompts/${inPath}/promote`, move);
    expect([status, body.code]).toEqual([409, "gate_failed"]);
    expect(body.errors.filter(({ code }) => code === "broken")).toHaveLength(20);
    expect(body.errors.at(-1)?.message).toMatch(/“Refund: .*”: v1 passes accuracy and format, v2 does not\.$/);
    expect((await resolved(runtime, name)).version).toBe(1);
  });

  await test.step("the better version goes live automatically", async () => {
    await mara.goto(at(`prompts/${name}`));
    await typeAtEnd(mara, "System message", "");
    await mara.keyboard.press("Shift+Home");
    await mara.keyboard.press("Backspace");
    await mara.keyboard.type(better);
    await mara.getByRole("button", { name: /^Save/ }).click();
    await mara.getByLabel("What changed, and why").fill(better);
    await mara.getByRole("button", { name: /^Save v3/ }).click();
    await expect(mara.getByText("v3 is saved").first()).toBeVisible();
    await mara.goto(at(`prompts/${name}/-/history`));
    const production = mara
      .getByRole("region", { name: "Environments" })
      .getByRole("heading", { name: "Production" })
      .locator("xpath=../..");
    await expect.poll(async () => (await resolved(runtime, name)).version, { timeout: 120_000 }).toBe(3);
    await expect(production.getByText("v3", { exact: true })).toBeVisible();
    await expect(production.getByText("by Gate")).toBeVisible();
    await mara.goto(at(`prompts/${name}/-/history?view=releases`));
    const releases = mara.getByRole("region", { name: "Releases" });
    await expect(releases.getByText("Passed its evaluation on “Support, imported”.")).toBeVisible();
  });

  await test.step("the previous version is restored immediately, without the gate", async () => {
    const back = { environment: "production", reason: "To see" };
    expect((await manage("POST", `/prompts/${inPath}/rollback`, back)).status).toBe(200);
    expect((await resolved(runtime, name)).version).toBe(1);
  });
  // No request was sent twice: three versions of 120 cases, answered and judged.
  const calls = provider.requests.filter(({ body }) => [answerer.name, judge.name].includes(String(body.model)));
  expect(calls).toHaveLength(3 * 120 * 2);
  await provider.stop();
});

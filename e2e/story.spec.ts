import type { Page } from "@playwright/test";
import { apiCall, expect as expectSoon, test } from "./support/fixtures";
import { reportAnswers } from "./support/live-answers";
import { newWorkspace, pageOf } from "./support/own-workspace";
import { resolved, typeAtEnd } from "./support/prompts";

// A guard checks every 15 seconds, and two browsers run at the same time.
const expect = expectSoon.configure({ timeout: 90_000 });
const name = "support/reply";
const inPath = encodeURIComponent(name);

/** Adds a line at the end of the system message and saves it as the next version. */
async function saveLine(page: Page, line: string, version: number): Promise<void> {
  await typeAtEnd(page, "System message", `\n${line}`);
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByRole("button", { name: new RegExp(`^Save v${version}`) }).click();
  await expect(page.getByText(`v${version} is saved.`)).toBeVisible();
}

test("a worse version is released, found, rolled back, turned into a suite, and replaced by a better one", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  test.setTimeout(480_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "editor" }, priya: { name: "Priya Raman", role: "publisher" } },
    requiredApprovals: 1,
  });
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const manage = apiCall(server.url, workspace.keys.manage);
  const runtime = apiCall(server.url, workspace.keys.production);
  const served = async () => (await resolved(runtime, name)).version;
  const place = { prompt: name, environment: "production" };
  const must = async (method: "POST" | "PUT", path: string, body: object) => {
    const answer = await manage(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  };
  /** The application answers and reports. With v2, every third answer has no greeting. */
  const report = (version: number) =>
    reportAnswers(runtime, { prompt: name, version, count: 90 }, (index) => ({
      input: { message: `Where is order ${index % 12}?` },
      output: version === 2 && index % 3 === 0 ? "It is on its way." : "Hello, it is on its way.",
    }));

  await test.step("v1 is live, scored, and watched by a guard that only alerts", async () => {
    const content = {
      messages: [
        { role: "system", content: "You answer customers of a tent shop. Greet them." },
        { role: "user", content: "{{ message }}" },
      ],
      variables: [{ name: "message", type: "string", required: true }],
      model: { provider: "offline", name: "understudy-offline" },
    };
    await must("POST", "/prompts", { name, content, message: "First", deployTo: "production", override: true });
    await must("PUT", `/prompts/${inPath}/online-evaluations/production`, {
      sampleRate: 1,
      scorers: [{ id: "greets", name: "Greets the customer", type: "contains", texts: ["Hello"] }],
    });
    const metrics = [{ name: "scorer:greets", worse: "lower" }];
    await must("POST", "/guards", { ...place, metrics, minimumPerSide: 50, window: 200, rollsBack: false });
    await report(1);
  });

  const mara = await pageOf(browser, server.url, workspace, "mara");
  const priya = await pageOf(browser, server.url, workspace, "priya");
  for (const page of [mara, priya]) page.on("pageerror", (error) => complaints.push(String(error)));

  const askForReview = async (version: number, change: number) => {
    await mara.goto(at(`prompts/${name}/-/history`));
    await mara.getByRole("button", { name: `Ask for a review of v${version} for production` }).click();
    const dialog = mara.getByRole("dialog", { name: `Ask for a review of v${version}` });
    await dialog.getByRole("checkbox", { name: "Priya Raman" }).check();
    await dialog.getByRole("button", { name: "Ask for review" }).click();
    await mara.waitForURL(new RegExp(`/changes/${change}$`));
  };
  const approveAndPromote = async (version: number, title: string) => {
    await priya.goto(at("inbox"));
    await priya.getByRole("link", { name: new RegExp(`Approve ${name} v${version}`) }).click();
    await priya.getByRole("button", { name: `Approve v${version}` }).click();
    await priya.getByRole("button", { name: `Promote v${version} to production` }).click();
    const dialog = priya.getByRole("dialog", { name: `Promote v${version} to production` });
    await expect(dialog.getByRole("textbox", { name: "Reason" })).toHaveValue(title);
    await dialog.getByRole("button", { name: "Promote to production" }).click();
    await expect(priya.getByText(`v${version} is live in production.`)).toBeVisible();
    await expect.poll(served).toBe(version);
  };

  await test.step("the editor saves v2 and asks for a review where the version would go live", async () => {
    await mara.goto(at(`prompts/${name}`));
    await saveLine(mara, "Be brief.", 2);
    await askForReview(2, 1);
  });

  await test.step("the publisher approves it, and its title is the reason of the release", async () => {
    await approveAndPromote(2, "Add “Be brief.”");
    await expect(priya.getByRole("link", { name: "Live quality" })).toBeVisible();
  });

  await test.step("the alert appears in the inbox that is open", async () => {
    await priya.goto(at("inbox"));
    await report(2);
    const alert = priya.getByRole("link", { name: new RegExp(`${name} v2 is (much )?worse than v1`) }).first();
    await expect(alert).toBeVisible();
    await alert.click();
    await expect(priya.getByText(/^Worse and still live, for/)).toBeVisible();
  });

  await test.step("she rolls back there", async () => {
    await priya.getByRole("button", { name: "Roll back to v1" }).click();
    await priya
      .getByRole("dialog")
      .getByRole("button", { name: /^Roll back/ })
      .click();
    await expect.poll(served).toBe(1);
    await expect(priya.getByText(/^Rolled back after/)).toBeVisible();
  });

  await test.step("the editor turns the rejected answers into a suite that finds the fault", async () => {
    await mara.goto(at(`incidents/${name}?environment=production&revision=2`));
    await mara.getByRole("link", { name: "Rejected answers", exact: true }).click();
    const answers = mara.getByRole("heading", { name: "Rejected answers of v2, in groups" });
    await expect(answers).toBeInViewport();
    await mara
      .getByRole("button", { name: /^Create a suite from these/ })
      .first()
      .click();
    await mara.waitForURL(/\/evaluations\/suites\/[\w-]+$/);
    await expect(mara.getByText(/It measures what these answers did not pass: Greets the customer\./)).toBeVisible();
  });

  await test.step("v3 is evaluated on this suite, which the dialog proposes", async () => {
    await mara.goto(at(`prompts/${name}`));
    await saveLine(mara, "Always greet first.", 3);
    await mara.getByRole("link", { name: "evaluate it" }).click();
    const dialog = mara.getByRole("dialog", { name: "Run evaluation" });
    await expect(dialog.getByText(/^\d+ cases: \d+ answers$/)).toBeVisible();
    await dialog.getByRole("button", { name: "Run evaluation" }).click();
    await mara.waitForURL(/\/evaluations\/runs\//);
    await expect(mara.getByRole("heading", { name: "v3 does as well as v1 in every case." })).toBeVisible();
  });

  await test.step("v3 is approved and released", async () => {
    await askForReview(3, 2);
    await approveAndPromote(3, "Add “Always greet first.”");
  });
  await Promise.all([mara.context().close(), priya.context().close()]);
});

import { apiCall, expect as expectSoon, signIn, test } from "./support/fixtures";
import { reportAnswers } from "./support/live-answers";
import { newWorkspace } from "./support/own-workspace";
import { resolved } from "./support/prompts";

// A guard checks every 15 seconds and needs two checks.
const expect = expectSoon.configure({ timeout: 60_000 });
const name = "support/reply";
const inPath = encodeURIComponent(name);

test("a prompt is watched with one click, a worse version is rolled back, and a person promotes it again", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  test.setTimeout(420_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { mara: { name: "Mara Lindqvist", role: "publisher" }, jonas: { name: "Jonas Weber", role: "viewer" } },
  });
  const manage = apiCall(server.url, workspace.keys.manage);
  const runtime = apiCall(server.url, workspace.keys.production);
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const settings = at(`prompts/${name}/-/settings`);
  const must = async (path: string, body: unknown) => {
    const answer = await manage("POST", path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  };
  const open = async (who: "mara" | "jonas") => {
    const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } });
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    await signIn(page, workspace.people[who]);
    return page;
  };
  /** Reports this many answers, like an application. */
  const report = (version: number, count: number, completed: boolean) =>
    reportAnswers(runtime, { prompt: name, version, count }, () => ({ completed }));
  const says = (text: string) => ({ messages: [{ role: "system", content: text }] });
  await must("/prompts", { name, content: says("Answer kindly."), message: "Start", deployTo: "production" });
  await must(`/prompts/${inPath}/versions`, { content: says("Answer."), message: "Shorter" });
  const mara = await open("mara");

  await test.step("a viewer sees that nothing is watched, and cannot change it", async () => {
    const jonas = await open("jonas");
    await jonas.goto(settings);
    await expect(jonas.getByText("It is not watched here.").first()).toBeVisible();
    await expect(jonas.getByRole("button", { name: "Watch this prompt in production" })).toHaveCount(0);
    await jonas.goto(`${settings}?guards=production`);
    await expect(jonas.getByText("Publishers set up guards")).toBeVisible();
    await jonas.context().close();
  });

  await test.step("the promote dialog says that nothing is watched", async () => {
    await mara.goto(at(`prompts/${name}/-/history?ask=promote:production:2`));
    const dialog = mara.getByRole("dialog", { name: "Promote v2 to production" });
    await expect(dialog.getByText("No guard watches this prompt in production.")).toBeVisible();
    await mara.keyboard.press("Escape");
  });

  await test.step("she starts to watch with one click", async () => {
    await mara.goto(settings);
    await mara.getByRole("button", { name: "Watch this prompt in production" }).click();
    await expect(mara.getByText(`${name} is watched in production.`)).toBeVisible();
    await expect(mara.getByText(/Compares tasks finished, thumbs up and violations/)).toBeVisible();
  });

  await test.step("she reduces the minimum of scores; her input is kept after a reload", async () => {
    await mara.getByRole("link", { name: "Change how production is watched" }).click();
    const needed = mara.getByRole("textbox", { name: "Needed", exact: true });
    await needed.fill("2");
    await mara.getByRole("button", { name: "Save", exact: true }).click();
    await expect(mara.getByText("A whole number from 20 to 10,000.")).toBeVisible();
    await needed.fill("20");
    await expect(mara.getByText(/With 20 scores per version it detects drops of about/)).toBeVisible();
    await expect(mara.getByText("Stored in this browser until you save.")).toBeVisible();
    await mara.reload();
    await expect(needed).toHaveValue("20");
    await mara.getByRole("button", { name: "Save", exact: true }).click();
    await expect(
      mara.getByText(
        /1,000 scores against the last 2,000 of the previous one\. No difference in 20 scores per version counts as healthy/,
      ),
    ).toBeVisible();
  });

  await test.step("an edit over another person's change needs her confirmation", async () => {
    await mara.goto(`${settings}?guards=production`);
    // Text typed before hydration is lost.
    await expect(async () => {
      await mara.getByRole("textbox", { name: "Cool-down" }).fill("45");
      await expect(mara.getByRole("button", { name: "Save", exact: true })).toBeEnabled({ timeout: 1_000 });
    }).toPass();
    type Guard = { id: string; metrics: object[]; window: number; alpha: number; minimumPerSide: number };
    const { body } = await manage<{ items: Guard[] }>("GET", `/guards?prompt=${inPath}`);
    const [guard] = body.items;
    if (!guard) throw new Error("Nothing watches.");
    // Outcomes are reported with the answers, so no waiting time is needed.
    const metrics = guard.metrics.map((metric) => ({ ...metric, outcomeMinutes: 0 }));
    const { window, alpha, minimumPerSide } = guard;
    const change = { metrics, window, alpha, minimumPerSide, critical: 0.1 };
    expect((await manage("PUT", `/guards/${guard.id}`, change)).status).toBe(200);
    await mara.getByRole("button", { name: "Save", exact: true }).click();
    await expect(mara.getByText(/changed this after you started/)).toBeVisible();
    await mara.getByRole("button", { name: "Take theirs" }).click();
    await expect(mara.getByRole("textbox", { name: "Rolls back from" }).last()).toHaveValue("10");
    await expect(mara.getByRole("textbox", { name: "Cool-down" })).toHaveValue("30");
  });

  await test.step("she promotes v2, and reads what the guard will do", async () => {
    await report(1, 60, true);
    await mara.goto(at(`prompts/${name}/-/history?ask=promote:production:2`));
    const dialog = mara.getByRole("dialog", { name: "Promote v2 to production" });
    await expect(
      dialog.getByText(
        "A drop of 10 points in tasks finished, or as much in one of 2 other metrics, rolls back to v1 automatically.",
      ),
    ).toBeVisible();
    await dialog.getByLabel("Reason").fill("Shorter is better");
    await dialog.getByRole("button", { name: "Promote to production" }).click();
    await expect(mara.getByText("v2 is live in production.")).toBeVisible();
  });

  await test.step("v2 is worse, and v1 is restored automatically", async () => {
    await report(2, 60, false);
    await expect
      .poll(
        async () => {
          await report(2, 25, false);
          return (await resolved(runtime, name)).version;
        },
        { intervals: [5_000], timeout: 150_000 },
      )
      .toBe(1);
  });

  await test.step("the releases show it, with the guard's evidence", async () => {
    await mara.goto(at("releases"));
    const row = mara.getByRole("row", { name: /Rolled back automatically/ });
    await expect(row.getByText("Guard, automatically")).toBeVisible();
    await row.getByRole("button", { name: `Evidence against v2 of ${name}` }).click();
    const evidence = mara.getByRole("table", { name: "Guard evidence, worst first" });
    await expect(evidence.getByRole("row").nth(1)).toContainText("Tasks finished");
    await expect(evidence.getByRole("row").nth(1)).toContainText("Much worse");
    await expect(mara.getByText(/First seen .* again .*, then rolled back/)).toBeVisible();
  });

  await test.step("no API key can promote v2 again", async () => {
    const move = { version: 2, environment: "production", reason: "Again" };
    const { status, body } = await manage<{ code: string }>("POST", `/prompts/${inPath}/promote`, move);
    expect([status, body.code]).toEqual([409, "version_locked"]);
  });

  await test.step("the prompt list shows what got worse", async () => {
    await mara.goto(at("prompts"));
    await expect(mara.getByRole("region", { name: /Got worse/ }).getByText(name)).toBeVisible();
  });

  await test.step("she promotes it again after reading the evidence", async () => {
    await mara.goto(at(`prompts/${name}/-/history`));
    await expect(mara.getByText("a person can promote it again in production").filter({ visible: true })).toBeVisible();
    await mara.getByRole("button", { name: "More for v2" }).click();
    await mara.getByRole("menuitem", { name: /^Production.*was rolled back/ }).click();
    const dialog = mara.getByRole("dialog", { name: "Promote v2 to production" });
    await expect(dialog.getByText("v2 was rolled back automatically")).toBeVisible();
    const again = dialog.getByRole("button", { name: "Promote v2 again" });
    await expect(again).toHaveAttribute("aria-disabled", "true");
    await dialog.getByLabel("Promote v2 anyway").check();
    await again.click();
    await expect(dialog.getByText(/Enter a reason: it was rolled back automatically/)).toBeVisible();
    await dialog.getByLabel("Reason").fill("The application reported wrongly");
    await again.click();
    await expect(mara.getByText("v2 is live in production.")).toBeVisible();
    await expect(mara.getByText("a person can promote it again in production")).toHaveCount(0);
    expect((await resolved(runtime, name)).version).toBe(2);
  });
  await mara.context().close();
});

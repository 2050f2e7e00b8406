import { apiCall, expect as expectSoon, test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";
import { newWorkspace, pageOf } from "./support/own-workspace";

// Two browsers run at the same time, so each step takes longer.
const expect = expectSoon.configure({ timeout: 30_000 });
const name = "support/reply";
const inPath = encodeURIComponent(name);

test("a publisher's changes of a gate's suite wait until an admin approves them", { tag: "@slow" }, async ({
  browser,
  server,
}) => {
  test.setTimeout(300_000);
  const workspace = await newWorkspace(server.dataDir, {
    people: { eve: { name: "Eve Okafor", role: "publisher" }, ada: { name: "Ada Lindqvist", role: "admin" } },
  });
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const manage = apiCall(server.url, workspace.keys.manage);
  const must = async <T>(method: "POST" | "PUT" | "GET", path: string, body?: unknown) => {
    const answer = await manage<T>(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  const model = { provider: "offline", name: "understudy-offline" };
  const content = (text: string) => ({ messages: [{ role: "user", content: `${text} {{ message }}` }], model });
  await must("POST", "/prompts", { name, content: content("Answer"), deployTo: "production" });
  await must("POST", `/prompts/${inPath}/versions`, { content: content("Reply to") });
  const { id } = await must<{ id: string }>("POST", "/suites", { name: "Parcels", prompt: name });
  const cases = ["Where is it?", "It is late.", "It is broken."].map((message) => ({ variables: { message } }));
  await must("POST", `/suites/${id}/cases`, { cases });
  const strict = { id: "signed", name: "Signed", type: "contains", dimension: "format", texts: ["Yours, Fernway"] };
  await must("PUT", `/suites/${id}/scorers`, { scorers: [strict] });
  await must("PUT", `/prompts/${inPath}/gates/production`, { suite: id, minimums: { format: 1 }, isNotWorse: false });
  const suite = at(`evaluations/suites/${id}`);
  const eve = await pageOf(browser, server.url, workspace, "eve");
  const ada = await pageOf(browser, server.url, workspace, "ada");

  await test.step("Eve sees a warning before she changes anything, and removes the scorer", async () => {
    await eve.goto(`${suite}/scorers`);
    await expect(eve.getByText("Your changes apply there once an admin or owner approves them.")).toBeVisible();
    await eve.getByRole("button", { name: "Remove Signed" }).click();
    await eve.getByRole("button", { name: "Save scorers" }).click();
    await expect(eve.getByText(/Scorer Signed removed\./)).toBeVisible();
    await expect(eve.getByText(/Waiting for an admin or owner:/)).toBeVisible();
    await expect(eve.getByRole("button", { name: "Review the changes" })).toHaveCount(0);
  });

  await test.step("the gate still uses the scorer, and blocks her version", async () => {
    const { id: run } = await must<{ id: string }>("POST", `/prompts/${inPath}/gates/production/run`, { version: 2 });
    const state = async () => (await must<{ status: string }>("GET", `/evaluations/${run}`)).status;
    await expect.poll(state, { timeout: 60_000 }).toBe("finished");
    const move = { version: 2, environment: "production", reason: "It passed" };
    const { status, body } = await manage<{ code: string }>("POST", `/prompts/${inPath}/promote`, move);
    expect([status, body.code]).toEqual([409, "gate_failed"]);
    await eve.goto(at(`evaluations/runs/${run}`));
    await eve.getByRole("button", { name: "More for this run" }).click();
    await expect(eve.getByRole("menuitem", { name: "Run on revision 1, as the suite is now" })).toBeVisible();
    await eve.keyboard.press("Escape");
    await eve.getByRole("button", { name: "Run again" }).click();
    await expect(eve.getByText("It uses the cases of revision 1 and the scorers of that run.")).toBeVisible();
  });

  await test.step("Eve changes a case, and sees that it waits, too", async () => {
    await eve.goto(suite);
    await eve.getByRole("gridcell", { name: "It is late.", exact: true }).click();
    await eve.keyboard.press("Enter");
    await eve.keyboard.press("ControlOrMeta+a");
    await eve.keyboard.type("It is very late.");
    await eve.keyboard.press("Enter");
    await expect(eve.getByText(/1 case changed/)).toBeVisible();
  });

  await test.step("Ada sees the waiting changes, and approves exactly these", async () => {
    await expectGoodLooks(ada, at(`prompts/${name}/-/settings`), "gate-changes-wait");
    await expectGoodLooks(ada, suite, "suite-changes-wait");
    await ada.setViewportSize({ width: 1440, height: 900 });
    await ada.goto(suite);
    await ada.getByRole("button", { name: "Review the changes" }).click();
    const dialog = ada.getByRole("dialog", { name: "Approve the changes for production?" });
    await expect(dialog.getByText("Eve Okafor").first()).toBeVisible();
    const changed = dialog.getByRole("list", { name: "Cases that changed" });
    await expect(changed.getByRole("listitem")).toHaveCount(1);
    await expect(changed.locator("del")).toHaveCount(0); // only "very" is new
    await expect(changed.locator("ins")).toHaveText("very ");
    const scorers = dialog.getByRole("list", { name: "Scorers that changed" });
    await expect(scorers.getByRole("listitem")).toContainText(["Signed"]);
    await expect(scorers).toContainText("Before: Yours, Fernway");
    await ada.screenshot({ path: "test-results/looks/approve-suite-1440.png" });
    await ada.setViewportSize({ width: 390, height: 844 });
    await ada.screenshot({ path: "test-results/looks/approve-suite-390.png" });
    await dialog.getByRole("button", { name: "Approve changes" }).click();
    await expect(ada.getByText("The gate of production uses revision 2 from now on.")).toBeVisible();
    await expect(ada.getByText(/Scorer Signed removed\./)).toHaveCount(0);
    await expectGoodLooks(ada, at("settings/audit"), "audit-with-emails");
    await expect(ada.getByText(workspace.people.ada.email).first()).toBeVisible();
    await expect(ada.locator("tbody").getByText("Approved changes of a gate's suite")).toBeVisible();
    await expectGoodLooks(ada, at("releases"), "releases-with-emails");
  });
});

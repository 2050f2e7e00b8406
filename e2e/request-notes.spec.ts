import { randomUUID } from "node:crypto";
import { apiCall, expect, test } from "./support/fixtures";
import { expectGoodLooks } from "./support/looks";
import { newWorkspace, pageOf } from "./support/own-workspace";

test("a note mentions a colleague, who finds it in the inbox; one note is written about several requests", {
  tag: "@slow",
}, async ({ browser, server, complaints }) => {
  test.setTimeout(240_000); // two browsers, and pages in four looks
  const workspace = await newWorkspace(server.dataDir, {
    people: {
      mara: { name: "Mara Lindqvist", role: "editor" },
      priya: { name: "Priya Raman", role: "publisher" },
      siobhan: { name: "Siobhán O'Brien", role: "editor" },
      ana: { name: "Ana Maria", role: "editor" },
      cruz: { name: "Ana Maria de la Cruz", role: "editor" },
    },
  });
  const at = (path: string) => `/${workspace.slug}/${path}`;
  const name = "support/welcome";
  const content = { messages: [{ role: "system", content: "You welcome people." }] };
  const created = await apiCall(server.url, workspace.keys.manage)("POST", "/prompts", {
    name,
    content,
    message: "Start",
    deployTo: "production",
    override: true,
  });
  expect(created.status).toBe(201);
  const events = ["Is a footprint included?", "Does it come with a pump?", "Will it fit a laptop?"].map((input) => ({
    type: "interaction",
    id: randomUUID(),
    interactionId: randomUUID(),
    prompt: name,
    version: 1,
    userId: "u_50772",
    input,
    output: "Yes, in the same bag.",
  }));
  expect((await apiCall(server.url, workspace.keys.production)("POST", "/events", { events })).status).toBe(202);
  const mara = await pageOf(browser, server.url, workspace, "mara");
  const priya = await pageOf(browser, server.url, workspace, "priya");
  for (const page of [mara, priya]) page.on("pageerror", (error) => complaints.push(String(error)));
  const pane = priya.getByLabel("The open request");

  await test.step("Priya chooses a name from the list and adds the note with Enter", async () => {
    await priya.goto(at("requests"));
    await priya.getByRole("row").filter({ hasText: "footprint" }).getByRole("link").click();
    const field = pane.getByLabel("Add a note");
    await field.pressSequentially("It ignores the tool. @Mar");
    await expect(pane.getByRole("listbox", { name: "People" }).getByText("Mara Lindqvist")).toBeVisible();
    await priya.screenshot({ path: "test-results/looks/note-mention.png" });
    await field.press("Enter");
    await field.pressSequentially("please look.");
    await expect(field).toHaveValue("It ignores the tool. @Mara Lindqvist please look.");
    await field.press("Enter");
    await expect(pane.getByRole("listitem").getByText("@Mara Lindqvist")).toBeVisible();
    await expect(field).toHaveValue("");
    await expectGoodLooks(priya, new URL(priya.url()).pathname + new URL(priya.url()).search, "request-notes");
  });

  await test.step("a name has several words, an accent and an apostrophe, and the caret moves", async () => {
    const field = pane.getByLabel("Add a note");
    const people = pane.getByRole("listbox", { name: "People" }).getByRole("option");
    await field.pressSequentially("@Ana Maria d");
    await expect(people).toHaveText([/Ana Maria de la Cruz/]);
    await field.press("ArrowLeft"); // in front of the "d": the name of Ana Maria is complete
    await expect(people).toHaveCount(0);
    await field.fill("");
    await field.pressSequentially("@Ana Maria");
    await field.press("Enter");
    await field.pressSequentially("and @siobhan o’");
    await people.getByText("Siobhán O'Brien").click();
    await expect(field).toHaveValue("@Ana Maria and @Siobhán O'Brien ");
    await field.fill("");
  });

  await test.step("Mara finds it in her inbox, and it is gone once she opened the request", async () => {
    await mara.goto(at("inbox"));
    const item = mara.getByRole("link", { name: /Priya Raman mentioned you in a note about a request/ });
    await expect(item).toContainText("It ignores the tool.");
    await expectGoodLooks(mara, at("inbox"), "inbox-mention");
    await item.click();
    await expect(mara.getByLabel("The open request").getByText("please look.")).toBeVisible();
    await expect(mara.getByRole("link", { name: "Inbox", exact: true }), "the count is gone").toBeVisible();
    await mara.goto(at("inbox"));
    await expect(mara.getByRole("heading", { name: "Nothing to do" })).toBeVisible();
  });

  await test.step("Priya writes one note about two requests with N", async () => {
    await priya.setViewportSize({ width: 1440, height: 900 });
    await priya.goto(at("requests"));
    const list = priya.getByRole("region", { name: "Requests, newest first" });
    await list.getByRole("checkbox").nth(1).check();
    await list.getByRole("checkbox").nth(2).check();
    await priya.keyboard.press("n");
    const dialog = priya.getByRole("dialog", { name: "Write a note about 2 requests" });
    await dialog.getByLabel("Note").pressSequentially("Same mistake, @Mar");
    const named = dialog.getByRole("listbox", { name: "People" });
    await expect(named.getByText("Mara Lindqvist")).toBeVisible();
    await expect(named, "the dialog does not cut the list off").toBeInViewport({ ratio: 1 });
    await priya.screenshot({ path: "test-results/looks/note-many.png" });
    await priya.keyboard.press("Enter");
    await expect(dialog.getByLabel("Note")).toHaveValue("Same mistake, @Mara Lindqvist ");
    await dialog.getByRole("button", { name: "Add note" }).click();
    await expect(priya.getByText("2 requests are noted.")).toBeVisible();
    await mara.goto(at("inbox"));
    await mara.getByRole("link", { name: /Priya Raman mentioned you in a note about 2 requests/ }).click();
    await expect(mara.getByText("Chosen:")).toBeVisible();
    await expect(mara.getByLabel("The open request").getByText("Same mistake,")).toBeVisible();
    await mara.screenshot({ path: "test-results/looks/note-many-read.png" });
  });

  await test.step("the page says what it leaves out of an address", async () => {
    await priya.goto(
      at("requests?variant=candidate&minLatencyMs=fast&from=2026-11-03T00:00:00Z&to=2026-11-02T00:00:00Z"),
    );
    await expect(priya.getByText("The filter “Variant” needs an experiment. It is left out.")).toBeVisible();
    await priya.screenshot({ path: "test-results/looks/requests-address.png" });
    await priya.getByRole("link", { name: "Remove them from the address" }).click();
    await expect(priya.getByText("It is left out.")).toHaveCount(0);
    await expect(priya).not.toHaveURL(/variant|minLatencyMs|from/);
    await priya.goto(at("requests?minLatencyMs=900&maxLatencyMs=90"));
    await expect(priya.getByText("No request matches both “Latency over” and “Latency under”.")).toBeVisible();
    await expect(priya.getByRole("link", { name: "Clear filters" })).toBeVisible();
    await expect(priya.getByRole("link", { name: /^Search / })).toHaveCount(0); // a longer time finds nothing either
    await priya.screenshot({ path: "test-results/looks/requests-contradiction.png" });
  });
});

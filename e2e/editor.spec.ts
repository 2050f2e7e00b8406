import { expect, test } from "./support/fixtures";
import { expectAccessible } from "./support/looks";
import { newPrompt, typeAtEnd } from "./support/prompts";

test("unsaved text is kept after a reload", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " Never forget this.");
  await expect(page.getByRole("status").filter({ hasText: /since v1/ })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "System message" }).first()).toContainText("Never forget this.");
});

test("an invalid template has an error at its place and cannot be saved", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " {% if vip %} Be generous.");
  await expect(page.getByRole("main")).toContainText(/endif|not closed/);
  await page.getByRole("button", { name: "Save version" }).click();
  await expect(page.getByRole("button", { name: /^Save v2/ })).toBeDisabled();
});

test("pressing save twice at once saves what was typed just before", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await typeAtEnd(page, "System message", " Hurry");
  await page.keyboard.type(".");
  await page.keyboard.press("ControlOrMeta+s");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("v2 is saved.")).toBeVisible();
  const { body } = await api.manage("GET", `/prompts/${encodeURIComponent(name)}/versions/2`);
  expect(JSON.stringify(body)).toContain("Hurry.");

  await test.step("⌘⏎ in the popover saves too", async () => {
    await typeAtEnd(page, "System message", " Thanks.");
    await page.keyboard.press("ControlOrMeta+s");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByText("v3 is saved.")).toBeVisible();
  });
});

test("the editor suggests variables and has the usual shortcuts", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  const lines = page.getByRole("region", { name: "System message" }).first().locator(".view-line");
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  await test.step("a variable is selected from the list by Enter", async () => {
    await expect(lines.first()).toBeVisible(); // a text typed before the editor has loaded opens no list
    await typeAtEnd(page, "System message", " Asked: {{");
    await expect(page.locator(".suggest-widget.visible")).toContainText("question");
    await press("Enter");
    await expect(lines).toContainText(["Asked: {{question }}"]);
    await expect(page.locator(".suggest-widget.visible")).toHaveCount(0);
  });

  await test.step("keys remove words and lines, and undo", async () => {
    await press("ControlOrMeta+a", "Delete");
    await page.keyboard.type("Be calm\nBe kind today");
    await press("Control+Backspace", "Backspace");
    await expect(lines).toHaveText(["Be calm", "Be kind"]);
    await press("ControlOrMeta+Shift+K");
    await expect(lines).toHaveText(["Be calm"]);
    await press("ControlOrMeta+z");
    await expect(lines).toHaveText(["Be calm", "Be kind"]);
  });

  await test.step("an invisible character is marked", async () => {
    await page.keyboard.insertText("zero\u200bwidth");
    await expect(page.locator(".unicode-highlight")).not.toHaveCount(0);
  });
});

test("no page or editor sends a request to another host", { tag: "@slow" }, async ({
  page,
  api,
  server,
  credentials,
}) => {
  const name = await newPrompt(api, { live: ["production"] });
  const outside = new Set<string>();
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && host !== new URL(server.url).host) outside.add(request.url());
  });
  const base = `/${credentials.workspace}`;
  for (const path of [`${base}/prompts`, `${base}/prompts/${name}`, `${base}/releases`, `${base}/settings/keys`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto(`${base}/prompts/${name}`);
  await typeAtEnd(page, "System message", " Hello.");
  expect([...outside]).toEqual([]);
});

test("the palette finds a prompt by its name, without a mouse", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  await page.goto(`/${credentials.workspace}/releases`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog").getByRole("combobox").fill(name);
  await page
    .getByRole("option")
    .filter({ hasText: name.split("/")[1] })
    .first()
    .click({ trial: true });
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/prompts/${name}`));
});

test("an example accepts an image, and the supported settings of the model can be set", { tag: "@slow" }, async ({
  page,
  api,
  credentials,
}) => {
  const name = `${await newPrompt(api)}-parts`;
  const content = {
    type: "chat",
    messages: [{ role: "system", content: "You read receipts." }],
    examples: [{ input: "What is the total?", output: "129.90" }],
    model: { provider: "openai", name: "gpt-5", parameters: { reasoning_effort: "low", top_p: 0.9 } },
  };
  await api.manage("POST", "/prompts", { name, content });
  await page.goto(`/${credentials.workspace}/prompts/${name}`);
  await page.getByRole("button", { name: "Show" }).click();
  const example = page.getByRole("region", { name: "Example 1", exact: true });
  await example.getByRole("button", { name: "Add an image" }).click();
  await example.getByLabel(/^Variable of the image/).fill("receipt");
  await page.getByRole("radio", { name: "Model" }).click();
  await expect(page.getByLabel("Seed")).toHaveCount(0);
  await page.getByLabel("Reasoning effort").fill("high");
  await page.getByLabel("Parallel tool calls").selectOption("One call at a time");
  await page.getByRole("button", { name: "Save version" }).click();
  await page.getByRole("button", { name: /^Save v2/ }).click();
  await expect(page.getByRole("status").filter({ hasText: /v2/ }).first()).toBeVisible();
  const { body } = await api.manage<{ content: unknown }>("GET", `/prompts/${encodeURIComponent(name)}/versions/2`);
  expect(body.content).toMatchObject({
    examples: [{ input: [{ type: "text" }, { type: "image", variable: "receipt" }], output: "129.90" }],
    model: { parameters: { reasoning_effort: "high", parallel_tool_calls: false, top_p: 0.9 } },
  });
});

test("a snippet opens under its line with the text of its version, by mouse and by key, and closes again", async ({
  page,
  api,
  credentials,
}) => {
  const name = await newPrompt(api);
  const tone = `${name}-tone`;
  const text = (content: string) => ({ type: "text", messages: [{ role: "user", content }] });
  await api.manage("POST", "/prompts", { name: tone, content: text("Be calm.\nBe {{ mood }}.") });
  const messages = [{ role: "system", content: `Greet people.\n{% render '${tone}' %}\nBe short.` }];
  await api.manage("POST", "/prompts", {
    name: `${name}-uses`,
    content: { type: "chat", messages, snippets: [{ name: tone, version: 1 }] },
  });
  await api.manage("POST", `/prompts/${encodeURIComponent(tone)}/versions`, { content: text("Be loud.") });
  await page.goto(`/${credentials.workspace}/prompts/${name}-uses`);
  const message = page.getByRole("region", { name: "System message" }).first();
  const block = message.getByRole("region", { name: `Text of ${tone} v1` });

  await test.step("a click on the chip shows it, with links to the snippet and its newer version", async () => {
    await message.locator(".template-words-snippet").click();
    await expect(block).toContainText("Be calm.\nBe {{ mood }}.");
    await expect(block).toContainText("v2 is newer");
    await expect(block.getByRole("link", { name: tone })).toHaveAttribute("href", new RegExp(`/prompts/${tone}`));
    await expectAccessible(page);
    await message.locator(".template-words-snippet").click();
    await expect(block).toHaveCount(0);
  });

  await test.step("the keyboard opens it from its line, and Escape returns to the text", async () => {
    await page.getByRole("textbox", { name: "System message" }).focus();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+Enter");
    await expect(block).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(block).toHaveCount(0);
    await expect(page.getByRole("textbox", { name: "System message" })).toBeFocused();
  });

  await test.step("a button announces it to screen readers, and the newer version is used in place", async () => {
    const button = message.getByRole("button", { name: `Text of ${tone} v1, line 2` });
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await button.press("Enter");
    await expect(button).toHaveAttribute("aria-expanded", "true");
    await block.getByRole("button", { name: "Use v2" }).click();
    await expect(message.getByRole("region", { name: `Text of ${tone} v2` })).toContainText("Be loud.");
    await expect(page.getByRole("status").filter({ hasText: /since v1/ })).toBeVisible();
  });
});

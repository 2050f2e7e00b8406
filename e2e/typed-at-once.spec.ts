/** What is typed while a dialog or a picker loads goes into its field, and nowhere else. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures";
import { untilAlive } from "./support/open-page";
import { newPrompt, typeAtEnd } from "./support/prompts";

type Opening = {
  path: string;
  trigger: (page: Page) => Locator;
  field: (page: Page) => Locator;
};

const openings: Record<string, Opening> = {
  palette: {
    path: "releases",
    trigger: (page) => page.getByRole("button", { name: /^Search/ }).first(),
    field: (page) => page.getByRole("dialog", { name: "Search or jump to" }).getByRole("combobox"),
  },
  "prompt picker": {
    path: "releases",
    trigger: (page) => page.getByRole("main").getByRole("button", { name: /^Prompt/ }),
    field: (page) => page.getByRole("dialog", { name: "Choose a prompt" }).getByRole("combobox"),
  },
  "filters of requests": {
    path: "requests",
    trigger: (page) =>
      page
        .getByRole("main")
        .getByRole("button", { name: /Filter/ })
        .first(),
    field: (page) => page.getByPlaceholder("Filter by"),
  },
  "new prompt": {
    path: "prompts",
    trigger: (page) => page.getByRole("button", { name: /^New prompt/ }).first(),
    field: (page) => page.getByRole("dialog").getByLabel("Name"),
  },
  invitation: {
    path: "settings/members",
    trigger: (page) => page.getByRole("button", { name: /^Invite/ }).first(),
    field: (page) => page.getByRole("dialog").getByLabel("E-mail"),
  },
  "new key": {
    path: "settings/keys",
    trigger: (page) => page.getByRole("button", { name: /^(New|Create) (API )?key/ }).first(),
    field: (page) => page.getByRole("dialog").getByLabel("Name"),
  },
};

/** Holds the scripts that the page asks for once it is alive. Returns what lets them load. */
async function openWithoutLateCode(page: Page, path: string, trigger: Locator): Promise<() => void> {
  let release = () => {};
  let isHeld = false;
  const isReleased = new Promise<void>((done) => {
    release = done;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    if (isHeld) await isReleased;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await untilAlive(trigger);
  isHeld = true;
  return release;
}

/** One of each kind: the palette, a picker, a dialog. */
const usual = ["palette", "prompt picker", "new key"];

for (const [name, { path, trigger, field }] of Object.entries(openings)) {
  const options = usual.includes(name) ? {} : { tag: "@slow" };
  test(`text typed before the code of ${name} has loaded is kept`, options, async ({ page, credentials }) => {
    const opener = trigger(page);
    const release = await openWithoutLateCode(page, `/${credentials.workspace}/${path}`, opener);
    await opener.click();
    await page.keyboard.type("supx");
    await page.keyboard.press("Backspace");
    release();
    await expect(field(page)).toHaveValue("sup");
    await page.keyboard.type("port");
    await expect(field(page)).toHaveValue("support");
  });
}

test("the message typed right after ⌘S is not written into the prompt", async ({ page, api, credentials }) => {
  const name = await newPrompt(api);
  const save = page.getByRole("button", { name: /^Save/ });
  const release = await openWithoutLateCode(page, `/${credentials.workspace}/prompts/${name}`, save);
  await typeAtEnd(page, "System message", " Be brief.");
  await page.keyboard.press("ControlOrMeta+s");
  await page.keyboard.type("Shorter answers");
  release();
  const dialog = page.getByRole("dialog", { name: "Save as v2" });
  await expect(dialog.getByLabel("What changed, and why")).toHaveValue("Shorter answers");
  await dialog.getByRole("button", { name: /^Save v2/ }).click();
  await expect(page.getByText("v2 is saved.")).toBeVisible();
  const version = await api.manage<{ content: { messages: { content: string }[] } }>(
    "GET",
    `/prompts/${encodeURIComponent(name)}/versions/2`,
  );
  expect(version.body.content.messages[0]?.content).toBe("You answer customers of a tent shop. Be brief.");
});

/**
 * Holds the scripts that contain one of the texts. Returns what lets those with a text load. A held script can hold the
 * load event of its page too, so do not wait for that.
 */
async function holdScripts(page: Page, texts: string[]): Promise<(text: string) => void> {
  const releases = new Map<string, () => void>();
  const held = texts.map((text) => ({ text, released: new Promise<void>((done) => releases.set(text, done)) }));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    for (const { text, released } of held) if (script.includes(text)) await released;
    await route.fulfill({ response });
  });
  return (text) => releases.get(text)?.();
}

test("an editor that loads after ⌘S does not get the message, and gets the focus back", async ({
  page,
  api,
  credentials,
}) => {
  const [editor, popover] = ["Show tags as they are written", "enter-pop z-45 w-[400px]"] as const;
  const name = await newPrompt(api);
  const release = await holdScripts(page, [editor, popover]);
  await page.goto(`/${credentials.workspace}/prompts/${name}`, { waitUntil: "commit" });
  await typeAtEnd(page, "System message", " Be brief.");
  await page.keyboard.press("ControlOrMeta+s");
  await page.keyboard.type("Shorter answers");
  release(editor);
  const text = page.getByRole("region", { name: "System message" }).first().locator(".view-lines");
  await expect(text).toHaveText("You answer customers of a tent shop. Be brief.");
  await page.keyboard.type(", and kind");
  release(popover);
  const dialog = page.getByRole("dialog", { name: "Save as v2" });
  await expect(dialog.getByLabel("What changed, and why")).toHaveValue("Shorter answers, and kind");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.type(" Thanks.");
  await expect(text).toHaveText("You answer customers of a tent shop. Be brief. Thanks.");
});

test("an editor that loads behind an open popover keeps the cursor", async ({ page, api, credentials }) => {
  const editor = "Show tags as they are written";
  const name = await newPrompt(api);
  const release = await holdScripts(page, [editor]);
  await page.goto(`/${credentials.workspace}/prompts/${name}`, { waitUntil: "commit" });
  await typeAtEnd(page, "System message", " Be brief.");
  for (let key = 0; key < " brief.".length; key++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ControlOrMeta+s");
  await page.keyboard.type("Shorter");
  release(editor);
  const text = page.getByRole("region", { name: "System message" }).first().locator(".view-lines");
  await expect(text).toHaveText("You answer customers of a tent shop. Be brief.");
  await page.keyboard.type(" answers");
  const dialog = page.getByRole("dialog", { name: "Save as v2" });
  await expect(dialog.getByLabel("What changed, and why")).toHaveValue("Shorter answers");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await page.keyboard.type(" very");
  await expect(text).toHaveText("You answer customers of a tent shop. Be very brief.");
});

/** Holds the scripts that the document does not name. Returns what lets them load. */
async function openWithoutLaterCode(page: Page, path: string): Promise<() => void> {
  let release = () => {};
  const isReleased = new Promise<void>((done) => {
    release = done;
  });
  const document = await (await page.request.get(path)).text();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    if (!document.includes(name)) await isReleased;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "domcontentloaded" });
  return release;
}

test("a word typed into a cell before its editor has loaded is kept, and Enter ends it", async ({
  page,
  api,
  credentials,
}) => {
  const { body: suite } = await api.manage<{ id: string }>("POST", "/suites", { name: `Typed ${Date.now()}` });
  const cases = [{ name: "Old", variables: { message: "Where?" } }];
  await api.manage("POST", `/suites/${suite.id}/cases`, { cases });
  const release = await openWithoutLaterCode(page, `/${credentials.workspace}/evaluations/suites/${suite.id}`);
  const cell = page.getByRole("rowheader", { name: /Old/ });
  await untilAlive(cell);
  await cell.click();
  await expect(cell).toBeFocused();
  await page.keyboard.type("News");
  await page.keyboard.press("Enter");
  await page.keyboard.type("of the next row");
  release();
  await expect(page.getByRole("rowheader", { name: "News", exact: true })).toBeVisible();
  await expect(page.getByRole("textbox", { name: /, row \d+$/ })).toHaveCount(0);
});

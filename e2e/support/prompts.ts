/** Creates prompts for a journey, and reads what applications get. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import type { Api, ApiCall, EnvironmentName } from "./fixtures";

type Options = { live?: EnvironmentName[]; versions?: number };

const content = (number: number) => ({
  type: "chat",
  messages: [
    { role: "system", content: `You answer customers of a tent shop${", kindly".repeat(number - 1)}.` },
    { role: "user", content: "{{ question }}" },
  ],
  variables: [{ name: "question", type: "string", required: true }],
});

/** Creates a prompt through the API, with v1 live in these environments. Returns its unique name. */
export async function newPrompt(api: Api, { live = [], versions = 1 }: Options = {}): Promise<string> {
  const name = `journeys/p-${randomUUID().slice(0, 8)}`;
  const path = `/prompts/${encodeURIComponent(name)}`;
  const must = async (call: ReturnType<ApiCall>) => {
    const { status, body } = await call;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
  };
  await must(api.manage("POST", "/prompts", { name, content: content(1), message: "First words" }));
  for (let number = 2; number <= versions; number++) {
    await must(api.manage("POST", `${path}/versions`, { content: content(number), message: `Kinder, ${number}` }));
  }
  for (const environment of live) {
    await must(api.manage("POST", `${path}/promote`, { version: 1, environment, reason: "to begin with" }));
  }
  return name;
}

/** Returns the current answer for an application with this key. */
export async function resolved(runtime: ApiCall, name: string): Promise<{ version: number } & Record<string, unknown>> {
  const { body } = await runtime<{ version: number }>("GET", `/prompts/resolve?name=${encodeURIComponent(name)}`);
  return body;
}

/** Runs the action and polls until applications get that version. Returns the milliseconds since just before. */
export async function servedWithin(
  runtime: ApiCall,
  name: string,
  { version, limitMs }: { version: number; limitMs: number },
  act: () => Promise<void>,
): Promise<{ served: number }> {
  const began = performance.now();
  const acted = act();
  for (;;) {
    const got = await resolved(runtime, name);
    const served = performance.now() - began;
    if (got.version === version) {
      await acted;
      return { served };
    }
    if (served > limitMs) throw new Error(`v${version} was not served within ${limitMs} ms, but v${got.version}`);
    await sleep(5);
  }
}

/** Moves the editor's cursor to the end of a message and types. */
export async function typeAtEnd(page: Page, message: string, text: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: message });
  await editor.focus(); // a click would hit the rendered text above it
  await editor.press("ControlOrMeta+End");
  await page.keyboard.type(text);
}

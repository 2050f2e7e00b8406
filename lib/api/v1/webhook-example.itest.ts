import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, it, vi } from "vitest";
import { updateChannel } from "@/lib/alerts/commands/channels";
import { createAlertStage, testKeys } from "@/lib/testing/alerts";

vi.stubEnv("ENCRYPTION_KEYS", testKeys);
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

async function startExample(secret: string) {
  const child = spawn(process.execPath, ["docs/examples/webhook-receiver.mjs"], {
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  await once(reader, "line");
  const port = /\d+$/.exec(lines[0] ?? "")?.[0];
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  return { url: `http://127.0.0.1:${port}/`, lines, stop };
}

it("the receiver of the documentation accepts signed messages once, and nothing else", async () => {
  const stage = await createAlertStage();
  // The secret is known after the channel is created, and its address after the example has started.
  const { id, secret } = await stage.channel("http://127.0.0.1:1/");
  const example = await startExample(secret ?? "");
  await updateChannel(stage.owner, { id, url: example.url });
  await stage.raise({ title: "checkout/assistant went back to v11" });
  expect((await stage.deliver()).delivered).toBe(1);
  await expect.poll(() => example.lines.at(-1)).toMatch(/^guard\.worse: checkout\/assistant went back to v11 \(http/);
  const forged = await fetch(example.url, {
    method: "POST",
    body: '{"type":"guard.worse","data":{}}',
    headers: { "webhook-id": "x", "webhook-timestamp": `${Date.now() / 1_000}`, "webhook-signature": "v1,AAAA" },
  });
  expect([forged.status, example.lines.length]).toEqual([401, 2]);
  await stage.channel(example.url, { name: "Another secret" });
  await stage.raise({ title: "not believed" });
  expect(await stage.deliver()).toEqual({ delivered: 1, retried: 1, failed: 0 });
  await example.stop();
});

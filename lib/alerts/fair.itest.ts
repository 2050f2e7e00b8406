import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createAlertStage, testKeys } from "@/lib/testing/alerts";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";

vi.stubEnv("ENCRYPTION_KEYS", testKeys);
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

let slow: Receiver;
let quick: Receiver;
beforeAll(async () => {
  [slow, quick] = [await startReceiver(), await startReceiver()];
});
afterAll(() => Promise.all([slow.stop(), quick.stop()]));

it("many slow channels of one workspace do not delay those of another", async () => {
  const [greedy, other] = [await createAlertStage(), await createAlertStage()];
  slow.received.length = 0;
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  slow.answer = (response) => void released.then(() => response.writeHead(204).end());
  for (let n = 0; n < 20; n++) await greedy.channel(`${slow.url}/${n}`);
  await other.channel(quick.url);
  await greedy.raise();
  await other.raise();
  const all = greedy.deliver();
  try {
    await vi.waitFor(() => expect(slow.received.length).toBeGreaterThanOrEqual(4));
    expect((await other.deliver()).delivered).toBe(1);
  } finally {
    release();
  }
  expect((await all).delivered).toBe(20);
});

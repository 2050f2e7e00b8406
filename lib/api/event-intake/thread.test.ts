import { afterEach, describe, expect, test, vi } from "vitest";
import type { KeyActor } from "@/lib/auth/actor";
import type { EventThread } from "./intake";
import { createEventThread } from "./thread";

const actor: KeyActor = {
  kind: "key",
  workspaceId: "w",
  keyId: "k",
  name: "key",
  scope: "runtime",
  environments: "all",
  requestsPerMinute: null,
};
const text = (words: string) => new TextEncoder().encode(words);

/** A thread that counts bytes. "die" ends it, "hold" is answered together with the next message. */
const entry = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from "node:worker_threads";
  const held = [];
  parentPort.on("message", ({ type, id, bytes }) => {
    if (type === "stop") process.exit();
    if (type !== "batch") return;
    const words = new TextDecoder().decode(bytes.subarray(0, 100));
    if (words === "die") process.exit(1);
    if (words === "bad") return parentPort.postMessage({ id, fault: { code: "malformed_json", message: "No." } });
    held.push(() => parentPort.postMessage({ id, recorded: { accepted: bytes.length, duplicates: 0, rejected: [] } }));
    if (words !== "hold") for (const answer of held.splice(0)) answer();
  });
`)}`,
);

let thread: EventThread;
afterEach(() => thread.stop());

describe("the thread of events", () => {
  test("answers every batch separately, and passes errors on", async () => {
    thread = createEventThread(entry);
    const held = thread.take(actor, text("hold"));
    const bad = thread.take(actor, text("bad"));
    await expect(bad).rejects.toMatchObject({ name: "AppError", code: "malformed_json", status: 400 });
    expect(await thread.take(actor, text("twelve bytes"))).toMatchObject({ accepted: 12 });
    expect(await held).toMatchObject({ accepted: 4 });
    expect(thread.counts()).toEqual({ waiting: 0, waitingBytes: 0, restarts: 0 });
  });

  test("accepts a view of a larger buffer without detaching it", async () => {
    thread = createEventThread(entry);
    const whole = text("before|inside|after");
    expect(await thread.take(actor, whole.subarray(7, 13))).toMatchObject({ accepted: 6 });
    expect(new TextDecoder().decode(whole)).toBe("before|inside|after");
  });

  test("fails with 503 for all waiting calls if it ends, and restarts", async () => {
    thread = createEventThread(entry);
    const refused = { code: "database_unavailable", headers: { "retry-after": "1" } };
    const lost = [thread.take(actor, text("hold")), thread.take(actor, text("die"))];
    const became = await Promise.allSettled(lost);
    expect(became).toMatchObject([
      { status: "rejected", reason: refused },
      { status: "rejected", reason: refused },
    ]);
    await expect(thread.take(actor, text("at once"))).rejects.toMatchObject(refused);
    await vi.waitFor(async () => expect(await thread.take(actor, text("again"))).toMatchObject({ accepted: 5 }), {
      timeout: 20_000,
    });
    expect(thread.counts()).toEqual({ waiting: 0, waitingBytes: 0, restarts: 1 });
  });

  test("accepts no more than its limit", async () => {
    thread = createEventThread(entry);
    const large = () => new Uint8Array(30 * 1024 * 1024).fill(120);
    const hold = () => thread.take(actor, text("hold"));
    const first = hold();
    const others = [thread.take(actor, large()), thread.take(actor, large())];
    await expect(thread.take(actor, large())).rejects.toMatchObject({ code: "database_unavailable" });
    await Promise.all([first, ...others]);
    expect(await thread.take(actor, text("room again"))).toMatchObject({ accepted: 10 });
  });

  test("accepts nothing once it stops", async () => {
    thread = createEventThread(entry);
    await thread.stop();
    await expect(thread.take(actor, text("late"))).rejects.toMatchObject({ code: "database_unavailable" });
  });
});

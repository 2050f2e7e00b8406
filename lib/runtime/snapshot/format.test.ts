import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { KeyActor } from "@/lib/auth/actor";
import { hourMs } from "@/lib/core/milliseconds";
import type { VersionRecord } from "../record";
import { entryLine, headLine, keyLine, parseSnapshot, Signer, type Snapshot, workspaceLine } from "./format";

const secret = "a secret of this instance";
const now = 1_800_000_000_000;
const settings = { secret, now, maxAgeMs: 24 * hourMs };

const actor: KeyActor = {
  kind: "key",
  workspaceId: "w",
  keyId: "k",
  name: "application",
  scope: "runtime",
  environments: ["e"],
  requestsPerMinute: null,
};
const record = (name: string, text: string): VersionRecord => ({
  promptId: "p",
  name,
  environment: "production",
  versionId: "v",
  version: 1,
  contentHash: "hash",
  content: { type: "chat", messages: [{ role: "system", content: text }] },
});

function write(lines: string[], signedWith = secret): Buffer {
  const signer = new Signer(signedWith);
  const bytes = Buffer.from(lines.join(""));
  signer.add(bytes);
  return Buffer.concat([bytes, Buffer.from(signer.line())]);
}

const place = (name: string, version?: number) => ({
  lookup: { workspaceId: "w", environmentId: "e", name, version },
  promptId: "p",
  epoch: 7,
  at: now - hourMs,
});
const lines = (savedAt = now - hourMs) => [
  headLine(savedAt),
  keyLine({ hash: "abc", actor, expiresAt: null }),
  workspaceLine({ workspaceId: "w", environments: [{ id: "e", name: "production", isProtected: true }] }),
  entryLine(place("support/reply"), JSON.stringify(record("support/reply", "Be kind.\tOr\nnot. é🎭"))),
  entryLine(place("support/reply", 3), JSON.stringify(record("support/reply", "pinned"))),
];

async function read(bytes: Buffer): Promise<Snapshot> {
  const snapshot = await parseSnapshot(bytes, settings);
  if (typeof snapshot === "string") throw new Error(snapshot);
  return snapshot;
}

test("contains the keys, environments and prompts it was written with", async () => {
  const snapshot = await read(write(lines()));
  expect(snapshot.savedAt).toBe(now - hourMs);
  expect(snapshot.keys).toEqual([{ hash: "abc", actor, expiresAt: null }]);
  expect(snapshot.workspaces[0]?.environments[0]?.name).toBe("production");
  const found = snapshot.find(place("support/reply").lookup);
  expect(found).toMatchObject({ epoch: 7, at: now - hourMs, promptId: "p" });
  expect(found?.record.content.messages).toEqual([{ role: "system", content: "Be kind.\tOr\nnot. é🎭" }]);
  expect(snapshot.find(place("support/reply", 3).lookup)?.record.content.messages[0]).toMatchObject({
    content: "pinned",
  });
  expect(snapshot.find(place("support/other").lookup)).toBeNull();
});

test("finds every prompt, with any texts", async () => {
  const texts = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(texts, async (contents) => {
      const entries = contents.map((text, index) =>
        entryLine(place(`p${index}`), JSON.stringify(record(`p${index}`, text))),
      );
      const snapshot = await read(write([headLine(now), ...entries]));
      expect(snapshot.size).toBe(contents.length);
      for (const [index, text] of contents.entries())
        expect(snapshot.find(place(`p${index}`).lookup)?.record).toEqual(
          JSON.parse(JSON.stringify(record(`p${index}`, text))),
        );
    }),
  );
});

describe("is rejected", () => {
  let whole: Buffer;
  beforeAll(() => {
    whole = write(lines());
  });
  const refusal = (bytes: Buffer, more = {}) => parseSnapshot(bytes, { ...settings, ...more });
  const changed = "cut off or changed, or signed with another key";

  test("if any byte was changed or is missing", async () => {
    for (let index = headLine(now).length; index < whole.length; index += 7) {
      const tampered = Buffer.from(whole);
      tampered[index] = (tampered[index] ?? 0) ^ 1;
      expect(await refusal(tampered)).toBe(changed);
    }
    for (const length of [whole.length - 1, whole.length - 66, whole.length >> 1, 40])
      expect(typeof (await refusal(whole.subarray(0, length)))).toBe("string");
    expect(await refusal(Buffer.concat([whole, Buffer.from("\n")]))).toBe(changed);
  });

  test("if another instance signed it", async () => {
    expect(await refusal(write(lines(), "another secret"))).toBe(changed);
  });

  test("if it is too old, or from the future; its time is signed, too", async () => {
    expect(await refusal(whole, { now: now + 23 * hourMs - 1 })).not.toBe("too old");
    expect(await refusal(whole, { now: now + 23 * hourMs + 1 })).toBe("too old");
    expect(await refusal(whole, { now: now - 2 * hourMs })).toBe("from the future");
    const renewed = Buffer.from(whole.toString().replace(String(now - hourMs), String(now)));
    expect(await refusal(renewed)).toBe(changed);
  });

  test("if it is another kind of file", async () => {
    for (const text of ["", "\n", "{}", "understudy-snapshot-2\t1800000000000\n", "understudy-snapshot-1\tsoon\n"])
      expect(await refusal(Buffer.from(text))).toBe("not a snapshot");
  });
});

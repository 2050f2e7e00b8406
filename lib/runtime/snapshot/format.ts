import { createHmac, timingSafeEqual } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { KeyActor } from "@/lib/auth/actor";
import { keyOf, type Lookup, type NamedEnvironment } from "../queries";
import { parseRecord, type VersionRecord } from "../record";

/** A key in a snapshot: its hash, never the key. `expiresAt` is in ms since 1970; null means never. */
export type SnapshotKey = { hash: string; actor: KeyActor; expiresAt: number | null };
export type SnapshotWorkspace = { workspaceId: string; environments: NamedEnvironment[] };
/** The location of a prompt. `at` is when it was last confirmed, in ms since 1970. */
export type SnapshotPrompt = { lookup: Lookup; epoch: number; at: number; promptId: string };

/** Why a snapshot is not used. */
export type SnapshotRefusal =
  | "not a snapshot"
  | "cut off or changed, or signed with another key"
  | "too old"
  | "from the future";

const title = "understudy-snapshot-1";
const signatureLength = "s\t\n".length + 64;
const sliceBytes = 256 * 1024;
/** The tolerance in ms for a clock that was set back. */
const skewMs = 5 * 60_000;

export const headLine = (savedAt: number) => `${title}\t${savedAt}\n`;
export const keyLine = (key: SnapshotKey) => `k\t${JSON.stringify(key)}\n`;
export const workspaceLine = (workspace: SnapshotWorkspace) => `w\t${JSON.stringify(workspace)}\n`;

/** Names and ids contain no tabs, and JSON contains no line breaks. */
export function entryLine({ lookup, epoch, at, promptId }: SnapshotPrompt, record: string): string {
  const { workspaceId, environmentId, name, version = "" } = lookup;
  return `e\t${workspaceId}\t${environmentId}\t${version}\t${name}\t${promptId}\t${epoch}\t${at}\t${record}\n`;
}

/** Signs lines as they are written. */
export class Signer {
  readonly #hmac;
  constructor(secret: string) {
    this.#hmac = createHmac("sha256", secret).update(title);
  }
  add(bytes: Uint8Array): void {
    this.#hmac.update(bytes);
  }
  /** The signature, as the last line. */
  line(): string {
    return `s\t${this.#hmac.digest("hex")}\n`;
  }
}

type IndexedPrompt = SnapshotPrompt & { start: number; end: number };

/** A verified snapshot. Entries remain bytes until they are requested. */
export class Snapshot {
  readonly keys: SnapshotKey[] = [];
  readonly workspaces: SnapshotWorkspace[] = [];
  readonly #entries = new Map<string, IndexedPrompt>();

  constructor(
    readonly savedAt: number,
    readonly bytes: Buffer,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  take(start: number, end: number): void {
    const kind = String.fromCharCode(this.bytes[start] ?? 0);
    if (kind === "k") this.keys.push(JSON.parse(this.bytes.toString("utf8", start + 2, end)));
    else if (kind === "w") this.workspaces.push(JSON.parse(this.bytes.toString("utf8", start + 2, end)));
    else if (kind === "e") this.#takeEntry(start + 2, end);
  }

  #takeEntry(start: number, end: number): void {
    const fields: string[] = [];
    let from = start;
    for (let field = 0; field < 7; field++) {
      const tab = this.bytes.indexOf(9, from);
      fields.push(this.bytes.toString("utf8", from, tab));
      from = tab + 1;
    }
    const [workspaceId = "", environmentId = "", version, name = "", promptId = "", epoch, at] = fields;
    const lookup: Lookup = { workspaceId, environmentId, name, ...(version && { version: Number(version) }) };
    const key = keyOf(lookup);
    this.#entries.set(key, { lookup, promptId, epoch: Number(epoch), at: Number(at), start: from, end });
  }

  /** Returns the entry of the lookup. Null if there is none or it cannot be read. */
  find(lookup: Lookup): (SnapshotPrompt & { record: VersionRecord; bytes: number }) | null {
    const position = this.#entries.get(keyOf(lookup));
    const text = position && this.textOf(position);
    const record = text ? parseRecord(text) : null;
    return position && text && record ? { ...position, record, bytes: text.length } : null;
  }

  places(): Iterable<IndexedPrompt> {
    return this.#entries.values();
  }

  textOf({ start, end }: Pick<IndexedPrompt, "start" | "end">): string {
    return this.bytes.toString("utf8", start, end);
  }
}

/** Parses a snapshot's bytes, in slices. Returns the reason if it must not be used. Pure. */
export async function parseSnapshot(
  bytes: Buffer,
  { secret, now, maxAgeMs }: { secret: string; now: number; maxAgeMs: number },
): Promise<Snapshot | SnapshotRefusal> {
  const head = bytes.toString("utf8", 0, 64).split("\n", 1)[0]?.split("\t") ?? [];
  if (head[0] !== title || !/^\d{10,16}$/.test(head[1] ?? "")) return "not a snapshot";
  if (!(await isSigned(bytes, secret))) return "cut off or changed, or signed with another key";
  const savedAt = Number(head[1]);
  if (now - savedAt > maxAgeMs) return "too old";
  if (savedAt - now > skewMs) return "from the future";
  const snapshot = new Snapshot(savedAt, bytes);
  let lastTurn = 0;
  for (let start = 0; start < bytes.length - signatureLength; ) {
    const end = bytes.indexOf(10, start);
    snapshot.take(start, end);
    start = end + 1;
    if (start - lastTurn < sliceBytes) continue;
    lastTurn = start;
    await nextTurn();
  }
  return snapshot;
}

async function isSigned(bytes: Buffer, secret: string): Promise<boolean> {
  const signedLength = bytes.length - signatureLength;
  if (signedLength <= 0) return false;
  const signer = new Signer(secret);
  for (let start = 0; start < signedLength; start += sliceBytes) {
    signer.add(bytes.subarray(start, Math.min(signedLength, start + sliceBytes)));
    await nextTurn();
  }
  return timingSafeEqual(bytes.subarray(signedLength), Buffer.from(signer.line()));
}

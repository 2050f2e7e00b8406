import { createHash } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";
import type { Finding, HistoryKind } from "./findings";

/** A stored entry of the chain, with the current text of its row; null if the row is missing. */
export type StoredEntry = {
  position: number;
  kind: HistoryKind;
  rowId: string;
  rowText: string | null;
  /** Hexadecimal, like all hashes here. */
  rowHash: string;
  hash: string;
};

export type ChainHead = { position: number; hash: string };

/** The head before the first entry, at position 0. */
export const genesis: ChainHead = { position: 0, hash: "0".repeat(64) };

/** The hash of the entry that follows `previous`: SHA-256 over both hashes, as bytes. Pure. */
export function nextHash(previous: string, rowHash: string): string {
  return createHash("sha256").update(Buffer.from(previous, "hex")).update(Buffer.from(rowHash, "hex")).digest("hex");
}

/**
 * Checks a chain entry by entry and collects the faults. After a fault it continues from the stored hash, so that one
 * change gives one finding. `expected` are the signed heads. Pure.
 */
export class ChainCheck {
  readonly findings: Finding[] = [];
  #last = genesis;
  readonly #expected: Map<number, string>;

  constructor(expected: readonly ChainHead[]) {
    this.#expected = new Map(expected.map(({ position, hash }) => [position, hash]));
  }

  /** Checks the next entry. Entries must be added in order of position. */
  add({ position, kind, rowId, rowText, rowHash, hash }: StoredEntry): void {
    const before = this.#last;
    this.#last = { position, hash };
    if (position !== before.position + 1)
      this.findings.push({ code: "entries_missing", from: before.position + 1, to: position - 1 });
    else if (nextHash(before.hash, rowHash) !== hash) this.findings.push({ code: "link_broken", position });
    if (rowText === null) this.findings.push({ code: "row_missing", position, kind, rowId });
    else if (sha256Hex(rowText) !== rowHash) this.findings.push({ code: "row_changed", position, kind, rowId });
    const signed = this.#expected.get(position);
    if (signed !== undefined && signed !== hash) this.findings.push({ code: "signed_head_differs", position });
  }

  /** Checks that the chain reaches the newest signed head, and returns the last entry. */
  end(): ChainHead {
    const last = this.#last;
    const signed = Math.max(0, ...this.#expected.keys());
    if (signed > last.position) this.findings.push({ code: "tail_missing", from: last.position + 1, to: signed });
    return last;
  }
}

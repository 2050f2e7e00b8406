import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256Hex } from "@/lib/core/hash";
import { cases } from "@/lib/testing/properties";
import { ChainCheck, type ChainHead, genesis, nextHash, type StoredEntry } from "./chain";

/** Builds a chain of these texts, as the database triggers do. */
function chainOf(texts: readonly string[]): StoredEntry[] {
  let last = genesis.hash;
  return texts.map((rowText, index) => {
    const rowHash = sha256Hex(rowText);
    last = nextHash(last, rowHash);
    return { position: index + 1, kind: "audit", rowId: `row-${index}`, rowText, rowHash, hash: last };
  });
}
/** The chain with one changed entry. */
const withEntry = (chain: readonly StoredEntry[], index: number, change: Partial<StoredEntry>) =>
  chain.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
const headOf = (chain: readonly StoredEntry[]): ChainHead => {
  const last = chain.at(-1);
  return last ? { position: last.position, hash: last.hash } : genesis;
};
function findingsOf(chain: readonly StoredEntry[], signed: readonly ChainHead[] = []) {
  const check = new ChainCheck(signed);
  for (const entry of chain) check.add(entry);
  check.end();
  return check.findings;
}
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

const texts = fc.uniqueArray(fc.string(), { minLength: 3, maxLength: 12 });
const spot = fc.nat();

test("the hash of an entry is SHA-256 over the bytes of both hashes", () => {
  // printf '%064d%064d' 0 0 | xxd -r -p | sha256sum
  expect(nextHash(genesis.hash, "0".repeat(64))).toBe(
    "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b",
  );
});

test("an unchanged chain has no findings", () => {
  fc.assert(
    fc.property(texts, (input) => {
      const chain = chainOf(input);
      expect(
        findingsOf(
          chain,
          chain.map(({ position, hash }) => ({ position, hash })),
        ),
      ).toEqual([]);
    }),
    { numRuns: cases(100) },
  );
});

test("an edited or deleted row is found and listed once", () => {
  fc.assert(
    fc.property(texts, spot, fc.boolean(), (input, at, isDeleted) => {
      const chain = chainOf(input);
      const index = at % chain.length;
      const changed = withEntry(chain, index, { rowText: isDeleted ? null : `${input[index]} ` });
      expect(findingsOf(changed)).toEqual([
        { code: isDeleted ? "row_missing" : "row_changed", position: index + 1, kind: "audit", rowId: `row-${index}` },
      ]);
    }),
    { numRuns: cases(100) },
  );
});

test("a row and its entry edited together break the link", () => {
  fc.assert(
    fc.property(texts, spot, (input, at) => {
      const chain = chainOf(input);
      const index = at % chain.length;
      const rowText = `${input[index]} `;
      const forged = withEntry(chain, index, { rowText, rowHash: sha256Hex(rowText) });
      expect(findingsOf(forged)).toEqual([{ code: "link_broken", position: index + 1 }]);
    }),
    { numRuns: cases(100) },
  );
});

test("an entry that is missing in the middle is a gap", () => {
  fc.assert(
    fc.property(texts, spot, (input, at) => {
      const chain = chainOf(input);
      const index = at % (chain.length - 1);
      expect(findingsOf(chain.toSpliced(index, 1))).toEqual([
        { code: "entries_missing", from: index + 1, to: index + 1 },
      ]);
    }),
    { numRuns: cases(100) },
  );
});

test("two swapped entries are found", () => {
  fc.assert(
    fc.property(texts, spot, spot, (input, one, other) => {
      const chain = chainOf(input);
      const [a, b] = [one % chain.length, other % chain.length];
      fc.pre(a !== b);
      const swapped = withEntry(withEntry(chain, a, { ...chain[b], position: a + 1 }), b, {
        ...chain[a],
        position: b + 1,
      });
      expect(codes(findingsOf(swapped))).toContain("link_broken");
    }),
    { numRuns: cases(100) },
  );
});

test("a removed tail is found with a signed head", () => {
  fc.assert(
    fc.property(texts, spot, (input, at) => {
      const chain = chainOf(input);
      const kept = chain.slice(0, at % chain.length);
      expect(findingsOf(kept)).toEqual([]);
      expect(findingsOf(kept, [headOf(chain)])).toEqual([
        { code: "tail_missing", from: kept.length + 1, to: chain.length },
      ]);
    }),
    { numRuns: cases(100) },
  );
});

test("a rewritten chain, including hashes, differs from a signed head", () => {
  fc.assert(
    fc.property(texts, spot, (input, at) => {
      const signed = headOf(chainOf(input));
      const anew = chainOf(input.with(at % input.length, "never a text of the others: \u0000"));
      expect(findingsOf(anew, [signed])).toEqual([{ code: "signed_head_differs", position: input.length }]);
    }),
    { numRuns: cases(100) },
  );
});

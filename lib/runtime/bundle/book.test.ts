import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BundleBook, type BundleEntry } from "./book";
import { promptIdsOf } from "./refresh";

const entry = (promptId: string, name: string, text = "one"): BundleEntry => ({
  promptId,
  name,
  json: JSON.stringify({ promptId, name, text }),
});
const bookOf = (...entries: BundleEntry[]) => {
  const book = new BundleBook();
  book.apply(1, "production", entries, []);
  return book;
};

describe("a book", () => {
  test("orders its prompts by name, and the hash is that of the text", () => {
    const book = bookOf(entry("2", "b/two"), entry("1", "a/one"));
    const text = book.textOf(null);
    expect(JSON.parse(text)).toMatchObject({
      format: 1,
      environment: "production",
      folder: null,
      prompts: [{ name: "a/one" }, { name: "b/two" }],
    });
    expect(book.hashOf(null)).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("keeps old states of recently requested folders only", () => {
    const names = ["folder-0/one", "folder-1000/one"];
    const book = bookOf(...names.map((name) => entry(name, name)));
    const hashes = Array.from({ length: 1_001 }, (_, at) => book.hashOf(`folder-${at}`));
    const changed = names.map((name) => entry(name, name, "two"));
    book.apply(2, "production", changed, []);
    expect(book.changeSince("folder-0", hashes[0] ?? "")).toBeNull();
    expect(book.changeSince("folder-1000", hashes[1_000] ?? "")).not.toBeNull();
  });

  test("is the same bundle after an epoch without changes", () => {
    const book = bookOf(entry("1", "a/one"));
    const hash = book.hashOf(null);
    book.apply(2, "production", [entry("1", "a/one")], ["unknown"]);
    expect(book.hashOf(null)).toBe(hash);
    expect(book.epoch).toBe(2);
  });

  test("returns the changes since any hash it returned, and nothing else", () => {
    const book = bookOf(entry("1", "a"), entry("2", "b"), entry("3", "c"));
    const first = book.hashOf(null);
    book.apply(2, "production", [entry("1", "a", "two")], []);
    const second = book.hashOf(null);
    book.apply(3, "production", [], ["3"]);
    const third = book.hashOf(null);
    expect(JSON.parse(book.changeSince(null, first) ?? "")).toEqual({
      from: first,
      to: third,
      prompts: [JSON.parse(entry("1", "a", "two").json)],
      removed: ["3"],
    });
    expect(JSON.parse(book.changeSince(null, second) ?? "")).toMatchObject({ prompts: [], removed: ["3"] });
    expect(book.changeSince(null, "0".repeat(64))).toBeNull();
  });

  test("tracks each folder: a prompt that moves out of it is removed there", () => {
    const book = bookOf(entry("1", "support/a"), entry("2", "supporting"));
    const before = book.hashOf("support");
    expect(JSON.parse(book.textOf("support")).prompts).toHaveLength(1);
    book.apply(2, "production", [entry("2", "supporting", "two")], []);
    expect(book.hashOf("support")).toBe(before);
    book.apply(3, "production", [entry("1", "sales/a")], []);
    expect(JSON.parse(book.changeSince("support", before) ?? "")).toMatchObject({
      prompts: [],
      removed: expect.arrayContaining(["1"]),
    });
  });

  test("requires the complete bundle after a rename of the environment, or after too many changes", () => {
    const book = bookOf(entry("1", "a"));
    const before = book.hashOf(null);
    book.apply(2, "live", [], []);
    expect(book.changeSince(null, before)).toBeNull();
    const renamed = book.hashOf(null);
    for (let n = 3; n < 303; n++) book.apply(n, "live", [entry("1", "a", String(n))], []);
    expect(book.changeSince(null, renamed)).toBeNull();
  });

  test("knows its size", () => {
    const book = bookOf(entry("1", "a"), entry("2", "b"));
    const { bytes } = book;
    book.apply(2, "production", [entry("1", "a", "longer text")], []);
    expect(book.bytes - bytes).toBe("longer text".length - "one".length);
    book.apply(3, "production", [], ["1", "2"]);
    expect(book.bytes).toBe(0);
    expect(book.size).toBe(0);
  });
});

describe("the log of changes", () => {
  const id = "01890000-0000-7000-8000-000000000000";
  test("contains the prompts if it is complete", () => {
    expect(promptIdsOf([{ epoch: 3, subjects: [id, "support/a"] }], 2, 3)).toEqual([id]);
    expect(promptIdsOf([], 3, 3)).toEqual([]);
  });
  test("is not used if an epoch is missing, changed everything, or is in the past", () => {
    expect(promptIdsOf([{ epoch: 4, subjects: [id] }], 2, 4)).toBeNull();
    expect(promptIdsOf([{ epoch: 3, subjects: null }], 2, 3)).toBeNull();
    expect(promptIdsOf([], 3, 2)).toBeNull();
    expect(promptIdsOf([], -1, 3)).toBeNull();
  });
});

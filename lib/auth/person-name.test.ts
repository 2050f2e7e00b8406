import { describe, expect, test } from "vitest";
import { cleanName } from "./person-name";
import { renamePersonInput } from "./schema";

const parsed = (name: string) => renamePersonInput.safeParse({ name });

describe("the name of a person", () => {
  test.each([
    ["Ada Lovelace", "Ada Lovelace"],
    ["  Ada \u00a0 Lovelace ", "Ada Lovelace"],
    ["Zoe\u0308", "Zoë"],
    ["Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai"],
    ["李小龍", "李小龍"],
    ["عبد الله", "عبد الله"],
    ["O’Brien-Ünal 🙂", "O’Brien-Ünal 🙂"],
  ])("%j is stored as %j", (input, stored) => {
    expect(parsed(input).data).toEqual({ name: stored });
    expect(cleanName(input)).toBe(stored);
  });

  test.each([
    ["a zero-width space", "Ada\u200b"],
    ["a zero-width joiner", "Ada\u200d"],
    ["a soft hyphen", "A\u00adda"],
    ["a direction override", "Ada \u202egnp.exe"],
    ["a direction isolate", "\u2066Ada\u2069"],
    ["a byte order mark", "A\ufeffda"],
    ["a control character", "Ada\u0007"],
    ["a line separator", "Ada\u2028Lovelace"],
    ["a Hangul filler", "Ada\u3164"],
    ["an empty Braille cell", "Ada\u2800"],
    ["a variation selector", "Ada\ufe0f"],
    ["a tag character", "Ada\u{e0041}"],
    ["a private character", "Ada\ue000"],
  ])("with %s is refused, and removed from a provider's name", (_what, name) => {
    expect(parsed(name).error?.issues[0]).toMatchObject({ path: ["name"], params: { code: "invalid_character" } });
    expect(cleanName(name)).toMatch(/^Ada( Lovelace| ?gnp\.exe)?$|^AdaLovelace$/);
  });

  test("is never empty, and never longer than 100 characters", () => {
    expect([parsed(" \u00a0 ").success, parsed("a".repeat(101)).success]).toEqual([false, false]);
    expect(cleanName("\u200b\u2800")).toBe("Someone");
    expect([...cleanName("😀".repeat(200))]).toHaveLength(100);
  });
});

import { describe, expect, it } from "vitest";
import { bulkFault, bulkInput, changedTags, movedName } from "./bulk";

describe("an act on many prompts", () => {
  it.each([
    ["support/eu/reply", "mail", undefined, "mail/reply"],
    ["support/eu/reply", "", undefined, "reply"],
    ["reply", "support", undefined, "support/reply"],
    ["support/eu/reply", "help", "support", "help/eu/reply"],
    ["support/eu/reply", "", "support", "eu/reply"],
    ["reply", "all", "", "all/reply"],
  ])("moves %s to %j (from %j) as %s", (name, folder, from, moved) => {
    expect(movedName(name, folder, from)).toBe(moved);
  });

  it("adds and removes tags, and detects if nothing changes", () => {
    const tags = ["a", "b"];
    expect(changedTags(tags, ["b", "c"], ["a"])).toEqual(["b", "c"]);
    expect(changedTags(tags, ["a"], ["z"])).toBe(tags);
  });

  it.each([
    [{ act: "archive" }, "names", "/names"],
    [{ act: "move", folder: "x" }, "names_or_from", "/names"],
    [{ act: "move", names: ["a"], from: "b", folder: "x" }, "names_or_from", "/names"],
    [{ act: "move", names: ["a"] }, "folder", "/folder"],
    [{ act: "rename", names: ["a"], to: [] }, "new_names", "/to"],
    [{ act: "tag", names: ["a"] }, "tags", "/add"],
  ])("%j says what is missing", (input, code, pointer) => {
    expect(bulkFault(bulkInput.parse(input))).toEqual({ code, pointer });
  });

  it("accepts folders with a final slash, and no folder", () => {
    expect(bulkInput.parse({ act: "move", from: "a/b/", folder: "" })).toMatchObject({ from: "a/b", folder: "" });
    expect(bulkInput.safeParse({ act: "move", from: "a", folder: "Not a name" }).success).toBe(false);
  });
});

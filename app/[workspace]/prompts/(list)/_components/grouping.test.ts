import { describe, expect, it } from "vitest";
import { groupByFolder, nameInFolder } from "./grouping";

const named = (...names: string[]) => names.map((name) => ({ name }));

describe("groupByFolder", () => {
  it("puts prompts of one top folder together, those without a folder last", () => {
    const groups = groupByFolder(named("alone", "b/one", "b/two", "support/eu/reply", "zeta"));
    expect(groups).toEqual([
      { folder: "b", items: named("b/one", "b/two") },
      { folder: "support", items: named("support/eu/reply") },
      { folder: "", items: named("alone", "zeta") },
    ]);
  });

  it("takes a prompt and a folder of the same name apart", () => {
    expect(groupByFolder(named("support", "support/reply")).map(({ folder }) => folder)).toEqual(["support", ""]);
  });

  it("leaves the folder out of the name within it", () => {
    expect(nameInFolder("support/eu/reply")).toBe("eu/reply");
    expect(nameInFolder("reply")).toBe("reply");
  });
});

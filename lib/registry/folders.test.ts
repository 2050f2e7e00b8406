import { describe, expect, it } from "vitest";
import { groupByFolder, nameInFolder } from "./folders";

const named = (...names: string[]) => names.map((name) => ({ name }));

describe("groupByFolder", () => {
  it("groups prompts by top folder, those without a folder last", () => {
    const groups = groupByFolder(named("alone", "b/one", "b/two", "support/eu/reply", "zeta"));
    expect(groups).toEqual([
      { folder: "b", items: named("b/one", "b/two") },
      { folder: "support", items: named("support/eu/reply") },
      { folder: "", items: named("alone", "zeta") },
    ]);
  });

  it("distinguishes a prompt and a folder of the same name", () => {
    expect(groupByFolder(named("support", "support/reply")).map(({ folder }) => folder)).toEqual(["support", ""]);
  });

  it("omits the folder from the name within it", () => {
    expect(nameInFolder("support/eu/reply")).toBe("eu/reply");
    expect(nameInFolder("reply")).toBe("reply");
  });
});

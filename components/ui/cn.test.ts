import { readFileSync } from "node:fs";
import { join } from "node:path";
import { extendTailwindMerge } from "tailwind-merge";
import { expect, it } from "vitest";
import { root } from "@/scripts/root";
import { readSources } from "@/scripts/test/source-tree";
import { cn } from "./cn";

it("keeps a size and a colour of our own side by side", () => {
  expect(cn("text-13 text-fg", "text-fg-muted")).toBe("text-13 text-fg-muted");
  expect(cn("text-13 text-fg", "text-16")).toBe("text-fg text-16");
  expect(cn("shadow-control", "shadow-none")).toBe("shadow-none");
});

it("leaves out a class only for a later one that sets all of it", () => {
  expect(cn("p-2", "px-4")).toBe("p-2 px-4");
  expect(cn("px-4 pt-1", "p-2")).toBe("p-2");
  expect(cn("hidden", false, ["md:flex", null])).toBe("hidden md:flex");
});

it("compares classes under the same variants", () => {
  expect(cn("hover:bg-ink bg-line", "bg-surface")).toBe("hover:bg-ink bg-surface");
  expect(cn("has-[>[data-tag]]:shrink-0", "has-[>[data-tag]]:shrink-2")).toBe("has-[>[data-tag]]:shrink-2");
  expect(cn("text-negative!", "text-fg")).toBe("text-negative! text-fg");
});

const merge = extendTailwindMerge({
  cacheSize: 0,
  extend: {
    classGroups: {
      "font-size": [{ text: ["11", "12", "13", "14", "16", "18", "20", "24"] }],
      shadow: [{ shadow: ["control", "popover", "dialog"] }],
    },
  },
});
const isUtility = (name: string) => merge(`${name} other ${name}`) === `other ${name}`;
const withoutVariants = (name: string) => name.replace(/^(?:\[[^\]]*\]|[^:[])*:/, "").replace(/!$/, "");

/** The classes in the sources, one of each shape: `px-2` also stands for `px-4`. */
function usedUtilities(): string[] {
  const shapes = new Map<string, string>();
  for (const { path, text, isTest } of readSources("app", "components")) {
    if (isTest || path.endsWith("class-groups.ts")) continue;
    for (const [, string = ""] of text.matchAll(/["`]([^"`]*)["`]/g))
      for (const name of string.split(/\s+/).map(withoutVariants))
        shapes.set(name.replaceAll(/\d+(\.\d+)?/g, "1").replace(/\[[^\d].*\]$/, "[x]"), name);
  }
  return [...shapes.values()].filter((name) => /^-?[a-z][^\s{}$=]*$/.test(name) && isUtility(name));
}

/** Words of other lists that tailwind-merge takes for a class. */
const isOther = (name: string) => ["filter", "blur"].includes(name);

it("does what the whole tailwind-merge does, for the classes in the sources", () => {
  const used = usedUtilities().filter((name) => !isOther(name));
  expect(used.length).toBeGreaterThan(300);
  // One of each kind is compared with each other kind, and every class with the one of its kind.
  const isSameKind = (one: string, other: string) =>
    merge(`${one} ${other}`) === other && merge(`${other} ${one}`) === one;
  const kinds: string[] = [];
  const pairs: [string, string][] = [];
  for (const name of used) {
    const kind = kinds.find((one) => isSameKind(one, name));
    if (kind) pairs.push([name, kind], [kind, name]);
    else kinds.push(name);
  }
  for (const first of kinds) for (const second of kinds) if (first !== second) pairs.push([first, second]);
  const differences = pairs.map((pair) => pair.join(" ")).filter((both) => cn(both) !== merge(both));
  expect(differences).toEqual([]);
});

it("takes no class of our own for one of Tailwind", () => {
  const sheets = ["globals.css", "rows.css", "icons.css"].map((name) => readFileSync(join(root, "app", name), "utf8"));
  const own = sheets.flatMap((text) => [...text.matchAll(/^\s*\.([a-z][\w-]*)/gm)].map(([, name = ""]) => name));
  expect(own.length).toBeGreaterThan(50);
  expect(own.filter((name) => cn(`${name} other ${name}`) === `other ${name}`)).toEqual([]);
});

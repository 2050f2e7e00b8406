import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import config from "../../tailwind.config";

const css = readFileSync(fileURLToPath(new URL("../../app/tokens.css", import.meta.url)), "utf8");

type Tokens = ReadonlyMap<string, string>;

function read(block: RegExp, base: Tokens = new Map()): Tokens {
  const body = css.match(block)?.groups?.body ?? "";
  const found = [...body.matchAll(/--(?<name>[\w-]+):\s*(?<value>[^;]+);/g)];
  return new Map([...base, ...found.map((match): [string, string] => [match[1] ?? "", match[2] ?? ""])]);
}

const light = read(/^:root \{\n {2}color-scheme: light;(?<body>[^}]+)\}/m);
const dark = read(/^\.dark,\n\[data-theme="dark"\] \{(?<body>[^}]+)\}/m, light);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, front: string, back: string): number {
  const [a = 0, b = 0] = [front, back].map((name) => {
    const value = tokens.get(name);
    if (!value || !/^#[\da-f]{6}$/.test(value)) throw new Error(`--${name} is not a plain hex colour: ${value}`);
    return luminance(value);
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const surfaces = ["surface-sunken", "surface", "surface-raised", "surface-hover", "surface-selected"];
const each = (fronts: string[], backs: string[]) =>
  fronts.flatMap((front) => backs.map((back) => [front, back] as const));

const textPairs = [
  ...each(["text", "text-muted", "text-subtle"], surfaces),
  ...each(["accent", "accent-hover"], ["surface", "surface-sunken", "surface-raised", "surface-hover", "accent-soft"]),
  ...each(["positive", "negative", "warning"], ["surface", "surface-sunken", "surface-raised", "surface-hover"]),
  ...each(["text"], ["surface-active", "positive-soft", "negative-soft", "warning-soft", "accent-soft"]),
  ...each(["text"], ["diff-add", "diff-add-word", "diff-del", "diff-del-word", "diff-void", "code-variable-soft"]),
  ...each(["code-variable", "code-logic", "code-snippet", "code-string", "code-gutter"], ["surface", "surface-hover"]),
  ...each(["avatar-1", "avatar-2", "avatar-3", "avatar-4", "avatar-5", "avatar-6"], ["on-avatar"]),
  ...each(["text-inverse", "text-inverse-muted"], ["surface-inverse"]),
  ...each(["on-ink"], ["ink", "ink-hover"]),
  ...each(["on-limelight"], ["limelight", "limelight-hover"]),
  ["on-accent", "accent"],
  ["positive", "positive-soft"],
  ["negative", "negative-soft"],
  ["warning", "warning-soft"],
  ["text-muted", "draft-soft"],
  ["testing", "testing-soft"],
  ["production", "production-soft"],
  ["archived", "archived-soft"],
  ["code-variable", "code-variable-soft"],
  ["diff-add-mark", "diff-add"],
  ["diff-del-mark", "diff-del"],
  ["surface", "negative"],
  ["house-text", "house"],
] as const;

const controlPairs = [
  ...each(["border-control", "focus"], surfaces),
  ...each(["chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "chart-axis"], ["surface"]),
  ...each(["draft", "testing", "production", "archived"], ["surface", "surface-selected"]),
  ["ink", "surface"],
  ["house-light", "house"],
] as const;

describe.each([
  ["light", light],
  ["dark", dark],
])("%s theme", (_name, tokens) => {
  it.each(textPairs)("text %s on %s is at least 4.5 to 1", (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(controlPairs)("mark %s on %s is at least 3 to 1", (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(3);
  });
});

describe("tailwind.config.ts", () => {
  const used = [...JSON.stringify(config.theme).matchAll(/var\(--([\w-]+)\)/g)].map((match) => match[1] ?? "");

  it("uses only existing tokens", () => {
    const declared = new Set([...css.matchAll(/--([\w-]+):/g)].map((match) => match[1] ?? ""));
    expect(used.filter((name) => !declared.has(name))).toEqual([]);
    expect(used.length).toBeGreaterThan(80);
  });

  it("has no raw colour", () => {
    expect(JSON.stringify(config.theme)).not.toMatch(/#[\da-f]{3,8}\b|rgb|hsl/i);
  });
});

it("no component has its own colour", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const files = ["components", "app"].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".tsx"))
      .map((file) => join(root, room, file)),
  );
  const raw = files.filter((file) =>
    /[["'`\s]#[\da-f]{3,8}\b|\b(rgba?|hsla?|oklch)\(/i.test(readFileSync(file, "utf8")),
  );
  expect(raw).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
});

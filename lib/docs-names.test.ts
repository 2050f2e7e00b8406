import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

/** The pages about the code. Pages for users name files and settings of their own. */
const pages = [
  "CONTRIBUTING.md",
  "docs/architecture.md",
  ...readdirSync("docs/rooms").map((name) => `docs/rooms/${name}`),
];

const paths = readSources("app", "lib", "components", "server", "scripts", "prisma", "packages", "e2e", "bench").map(
  ({ path }) => path,
);
const others = ["server.ts", "start.mjs", "prisma/schema.prisma", "stryker.config.json", "vercel.json"];
const words = new Set(
  readSources("app", "lib", "components", "server", "scripts").flatMap(({ text }) => text.match(/\b[a-z]\w+/g) ?? []),
);

/** What `npm run new` writes in the examples of CONTRIBUTING. */
const isExample = (name: string) => /\b(ends-with|nightly-report|guard-slow|other-tool|spending)\b/.test(name);

/** The names of files and the identifiers in code spans, with those that the code does not have. */
function namesIn(page: string): { all: string[]; missing: string[] } {
  const spans = [...readFileSync(page, "utf8").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  const files = spans.filter((span) => /^[\w[\]()./-]+\.(tsx?|mjs|prisma|json)$/.test(span) && !span.startsWith("."));
  const identifiers = spans.map((span) => span.replace(/\(.*\)$/s, "")).filter((span) => /^[a-z]+[A-Z]\w+$/.test(span));
  const isThere = (file: string) => [...paths, ...others].some((path) => path === file || path.endsWith(`/${file}`));
  return {
    all: [...files, ...identifiers],
    missing: [
      ...files.filter((file) => !isThere(file) && !isExample(file)),
      ...identifiers.filter((name) => !words.has(name)),
    ],
  };
}

test.each(pages)("%s names files and functions that exist", (page) => {
  expect(namesIn(page).missing).toEqual([]);
});

test("names are found", () => {
  expect(pages.flatMap((page) => namesIn(page).all).length).toBeGreaterThan(150);
});

/** "Keys, and rights" → "keys-and-rights", as GitHub names a heading. */
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, "")
    .replaceAll(" ", "-");

function isTarget(page: string, file: string, heading: string): boolean {
  const path = file ? join(dirname(page), file) : page;
  if (!existsSync(path)) return false;
  if (!heading) return true;
  const headings = [...readFileSync(path, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => slug(title));
  return headings.includes(heading);
}

test("links between the pages lead to files and headings", () => {
  const all = execFileSync("git", ["ls-files", "*.md"], { encoding: "utf8" }).trim().split("\n");
  const broken = all.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)/g)].flatMap(
      ([, file = "", heading = ""]) => (isTarget(page, file, heading.slice(1)) ? [] : [`${page}: ${file}${heading}`]),
    ),
  );
  expect(broken).toEqual([]);
});

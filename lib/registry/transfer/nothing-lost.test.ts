import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { isAppError } from "@/lib/core/errors";
import { readFrontMatter } from "@/lib/template/front-matter";
import { readYaml } from "@/lib/template/yaml";
import { type ImportFixture, importFixtures } from "@/lib/testing/import-fixtures";
import { cases } from "@/lib/testing/properties";
import { importers } from "./importers";
import { openFile } from "./open-file";
import { readFile } from "./read-file";

const everyKind = ["json", "yaml", "front matter", "text"] as const;
type Path = (string | number)[];

/** The whole result of importing a file as one text, or the reason if it cannot be read. */
function outcome(fixture: ImportFixture): string {
  try {
    const { prompts, losses, format } = readFile(fixture, "auto", 0);
    return JSON.stringify({ format, prompts, losses }, (key, value) =>
      key === "line" || key === "column" ? undefined : value,
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    return `refused: ${error.message}`;
  }
}

/** The data of a file, and a function that replaces them. */
function dataOf({
  format,
  name,
  text,
}: ImportFixture): { value: unknown; write: (value: unknown) => ImportFixture } | null {
  if (name.endsWith(".json"))
    return { value: JSON.parse(text), write: (value) => ({ format, name, text: JSON.stringify(value) }) };
  if (/\.ya?ml$/.test(name)) {
    const read = readYaml(text);
    return read.ok ? { value: read.value, write: (value) => ({ format, name, text: stringify(value) }) } : null;
  }
  const { fields, bodyOffset, hasFrontMatter } = readFrontMatter(text);
  const body = text.slice(bodyOffset);
  return hasFrontMatter
    ? { value: fields, write: (value) => ({ format, name, text: `---\n${stringify(value)}---\n${body}` }) }
    : null;
}

function* leaves(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) yield path;
  else for (const key of Object.keys(value)) yield* leaves((value as Record<string, unknown>)[key], [...path, key]);
}

function* containers(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) return;
  yield path;
  for (const key of Object.keys(value)) yield* containers((value as Record<string, unknown>)[key], [...path, key]);
}

function change(value: unknown, [key, ...rest]: Path, to: (old: unknown) => unknown): unknown {
  if (key === undefined) return to(value);
  const copy = Array.isArray(value) ? [...value] : { ...(value as Record<string, unknown>) };
  const fields = copy as Record<string | number, unknown>;
  fields[key] = change(fields[key], rest, to);
  return copy;
}

/** The module path of a LangChain class. Only the class name at its end matters. */
const isModule = (path: Path) => path.at(-2) === "id" && typeof path.at(-1) === "string";

const otherThan = (old: unknown) =>
  typeof old === "string" ? `${old}q7` : typeof old === "number" ? old + 1 : typeof old === "boolean" ? !old : "q7";

test("there is a file of every format", () => {
  const missing = importers
    .map(({ format }) => format)
    .filter((format) => !importFixtures.some((each) => each.format === format));
  expect(missing).toEqual(["bundle"]); // our own format; see round-trip.test.ts
});

describe.each(importFixtures)("$name of $format", (fixture) => {
  const data = dataOf(fixture);

  test("is recognised as this format only", () => {
    const file = openFile(fixture, everyKind, 0);
    const saying = importers
      .filter(({ kinds, is }) => kinds.includes(file.kind) && is(file))
      .map(({ format }) => format);
    expect(saying).toEqual([fixture.format]);
    const { prompts } = readFile(fixture, "auto", 0);
    expect(
      prompts.flatMap(({ problems, versions }) => [...problems, ...versions.flatMap((each) => each.problems)]),
    ).toEqual([]);
  });

  test.runIf(data)("every changed value changes the plan", () => {
    if (!data) return;
    const before = outcome(data.write(data.value));
    const silent = [...leaves(data.value)].filter(
      (path) => !isModule(path) && outcome(data.write(change(data.value, path, otherThan))) === before,
    );
    expect(silent.map((path) => path.join("/"))).toEqual([]);
  });

  test.runIf(data)("an unknown field is listed, kept or refused at any place", () => {
    if (!data) return;
    const put = (old: unknown) =>
      Array.isArray(old) ? [...old, "marker-q7"] : { ...(old as object), zz_new: "marker-q7" };
    const silent = [...containers(data.value)].filter((path) => {
      const report = outcome(data.write(change(data.value, path, put)));
      return !report.includes("marker-q7") && !report.startsWith("refused") && !/"problems":\[\{/.test(report);
    });
    expect(silent.map((path) => path.join("/"))).toEqual([]);
  });
});

test("text without a mark is a prompt only as .txt and .md", () => {
  const word = fc.constantFrom(
    "{name}",
    "def f():",
    "a,b;c",
    "<xml>",
    "user:",
    "Be warm.",
    "{{ x }}",
    "#",
    "- a",
    "prompt: x",
  );
  const ending = fc.constantFrom("csv", "py", "xml", "yaml", "yml", "json", "jsonl", "html", "", "toml", "bin");
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), ending, (words, end) => {
      const report = outcome({ format: "", name: end ? `file.${end}` : "file", text: words.join("\n") });
      expect(report).toMatch(/^refused: /);
    }),
    { numRuns: cases(300) },
  );
});

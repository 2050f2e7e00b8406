import serialize from "canonicalize";
import { describe, expect, test } from "vitest";
import { diffContents } from "@/lib/registry/diff";
import { mergeContents } from "@/lib/registry/merge";
import { prepareParsed } from "@/lib/registry/prepare";
import { contentInput } from "@/lib/registry/schema";
import { writeBundle } from "@/lib/registry/transfer/bundle";
import { readFile } from "@/lib/registry/transfer/read-file";
import type { Content } from "@/lib/template/content";
import { writeDotprompt } from "@/lib/template/dotprompt-write";
import { wholeContent } from "@/lib/testing/whole-content";
import { toContent, toDraft } from "./draft-content";

// Each field of a content, at any depth, is part of everything that is done with a content.

const { content, contentHash } = prepareParsed(wholeContent, () => null, "a/b");

/** The paths of all fields of an object, at any depth. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = [...path, Array.isArray(value) ? Number(name) : name];
    return Array.isArray(value) ? pathsOf(inner, own) : [own, ...pathsOf(inner, own)];
  });
}

function without(path: readonly (string | number)[]): unknown {
  const copy = structuredClone(content) as unknown;
  let at = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  delete at[path.at(-1) ?? ""];
  return copy;
}

/** Contents that lack one optional field. A field with a default is not missed. */
const lacking = pathsOf(content).flatMap((path) => {
  const { success, data } = contentInput.safeParse(without(path));
  return success && serialize(data) !== serialize(content) ? [[path.join("."), data] as [string, Content]] : [];
});

test("the fields are found", () => {
  expect(contentInput.parse(content)).toEqual(content);
  expect(lacking.map(([path]) => path)).toEqual(
    expect.arrayContaining(["tools", "model.parameters.top_p", "variables.0.schema", "messages.1.content.1.detail"]),
  );
});

describe.each(lacking)("%s", (_, other) => {
  test("is compared", () => {
    expect(diffContents(other, content).isSame).toBe(false);
    expect(diffContents(content, other).isSame).toBe(false);
  });

  test("is merged", () => {
    expect(mergeContents(other, other, content)).toMatchObject({ content, conflicts: [] });
    expect(mergeContents(content, other, content)).toMatchObject({ content: other, conflicts: [] });
  });
});

test("an export is imported with every field", () => {
  const version = { version: 1, content, contentHash, message: "", author: "", createdAt: "" };
  const prompt = { name: "a/b", description: "", tags: [], aliases: [], versions: [version], deployments: [] };
  const files = [
    { name: "bundle.json", text: JSON.stringify(writeBundle("w", "2026-11-21T00:00:00Z", [prompt])) },
    { name: "b.prompt", text: writeDotprompt({ name: "a/b", content }) },
  ];
  for (const file of files) expect(readFile(file, "auto", 0).prompts[0]?.versions[0]?.content).toEqual(content);
});

test("the editor keeps every field", () => {
  expect(toContent(toDraft(content))).toEqual({ content, problems: [] });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { Content } from "@/lib/template/content";
import { writeDotprompt } from "@/lib/template/dotprompt-write";
import { anyContent } from "@/lib/testing/any-content";
import { cases } from "@/lib/testing/properties";
import { type PreparedContent, prepareParsed } from "../prepare";
import { parseContent } from "../schema";
import { writeBundle } from "./bundle";
import { writeLangfuse } from "./langfuse-write";
import { nameAll } from "./names";
import { type KnownPrompt, type PlanState, planPrompts } from "./plan";
import { readFile } from "./read-file";

const nothing: PlanState = { known: new Map(), aliases: new Map(), load: () => null };

/** The content as a version stores it; null if it is not valid for a version. */
function saved(content: Content): PreparedContent | null {
  try {
    return prepareParsed(parseContent(content), () => null, "a/b");
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

function planOf(file: { name: string; text: string }, state = nothing) {
  const named = nameAll([{ file, read: readFile(file, "auto", 0) }], null);
  return [...planPrompts(named, state, true)][0];
}

const bundleOf = ({ content, contentHash }: PreparedContent) => {
  const version = { version: 1, content, contentHash, message: "", author: "", createdAt: "" };
  const prompt = { name: "a/b", description: "", tags: [], aliases: [], versions: [version], deployments: [] };
  return { name: "bundle.json", text: JSON.stringify(writeBundle("w", "2026-11-21T00:00:00Z", [prompt])) };
};
const promptFileOf = ({ content }: PreparedContent) => ({
  name: "b.prompt",
  text: writeDotprompt({ name: "a/b", content }),
});

const langfuseOf = ({ content, contentHash }: PreparedContent) => {
  const version = { version: 1, content, contentHash, message: "", author: "", createdAt: "" };
  const prompt = { name: "a/b", description: "", tags: [], aliases: [], versions: [version], deployments: [] };
  return { name: "langfuse.json", text: JSON.stringify(writeLangfuse([prompt])) };
};

test.each([
  ["a bundle", bundleOf],
  ["Langfuse's JSON", langfuseOf],
  ["a .prompt file", promptFileOf],
])("an export as %s is imported with the same hash, and is no change in its own workspace", (_name, write) => {
  let count = 0;
  fc.assert(
    fc.property(anyContent, (content) => {
      const prepared = saved(content);
      fc.pre(prepared !== null);
      const file = write(prepared);
      const plan = planOf(file);
      expect(plan?.problems).toEqual([]);
      expect(plan?.versions.map((version) => version.prepared.contentHash)).toEqual([prepared.contentHash]);
      const known: KnownPrompt = {
        id: "1",
        latestVersion: 3,
        lastNumber: 3,
        isArchived: false,
        productionVersion: null,
        newest: prepared.content,
        newestHash: prepared.contentHash,
        numbers: new Map([[prepared.contentHash, 3]]),
      };
      expect(planOf(file, { ...nothing, known: new Map([["a/b", known]]) })?.action).toBe("unchanged");
      count++;
    }),
    { numRuns: cases(100) },
  );
  expect(count).toBeGreaterThanOrEqual(cases(100));
});

test("a simple prompt is exported as Dotprompt that other tools can run", () => {
  const prepared = saved({
    type: "chat",
    messages: [
      { role: "system", content: "Help {{ name }}." },
      { placeholder: "history" },
      { role: "user", content: "{{ question }}" },
    ],
    model: { provider: "google", name: "gemini-2.0-flash", parameters: { temperature: 0.2 } },
    variables: [
      { name: "name", type: "string", required: false, default: "you", description: "who asks" },
      { name: "question", type: "string", required: true },
    ],
  });
  expect(prepared && promptFileOf(prepared).text).toBe(`---
name: a/b
model: googleai/gemini-2.0-flash
config:
  temperature: 0.2
input:
  schema:
    name?: string, who asks
    question: string
  default:
    name: you
---
{{role "system"}}
Help {{ name }}.

{{history}}

{{role "user"}}
{{ question }}
`);
});

test("Liquid logic stays readable in the body, and is marked as Liquid", () => {
  const prepared = saved({
    type: "text",
    messages: [{ role: "user", content: "{% if vip %}Dear{% endif %} {{ name | upcase }}" }],
  });
  const text = prepared && promptFileOf(prepared).text;
  expect(text).toContain("template: liquid");
  expect(text).toContain("\n---\n{% if vip %}Dear{% endif %} {{ name | upcase }}\n");
});

import { isAppError } from "@/lib/core/errors";
import { isRecord } from "@/lib/core/records";
import { defineTask } from "@/lib/core/work/task";
import type { Content, Variable } from "@/lib/template/content";
import { inferVariables } from "@/lib/template/infer";
import { messageLines } from "@/lib/template/message-text";
import { compileContent } from "@/lib/template/render";
import type { SourceFile } from "../transfer/open-file";
import { type PlanState, planPrompts } from "../transfer/plan";
import { readPrompts } from "../transfer/read-prompts";
import type { SampleValues } from "./fill";

/** A message as it would be sent. */
type FilledMessage = { role: string; text: string };

/** An imported prompt filled with sample values. If it cannot be filled, `messages` is null and the reason is given. */
export type OurSide = {
  /** The name and the newest version at the source, as its API returned them. */
  source: string;
  name: string;
  raw: Record<string, unknown>;
  values: SampleValues;
  messages: FilledMessage[] | null;
  reason: string | null;
};

const nothing: PlanState = { known: new Map(), aliases: new Map(), load: () => null };

const sampleOf: Record<string, (name: string) => unknown> = {
  string: (name) => `<${name}>`,
  number: () => 7,
  boolean: () => true,
  array: (name) => [`<${name} 1>`, `<${name} 2>`],
  object: (name) => ({ [name]: `<${name}>` }),
  image: (name) => `https://example.com/${name}.png`,
  file: (name) => `https://example.com/${name}.pdf`,
};

function fillOurs(content: Content, values: SampleValues): FilledMessage[] {
  return compileContent(content)
    .renderEntries(values)
    .flatMap((entry) =>
      entry.kind === "message" ? [{ role: entry.message.role, text: messageLines(entry.message) }] : [],
    );
}

function work({ files }: { files: SourceFile[] }): OurSide[] {
  const { prompts } = readPrompts({ format: "auto", files, skip: [] });
  const raws = new Map(files.map(({ name, text }) => [name, newestIn(text)]));
  return [...planPrompts(prompts, nothing, false)].map((plan): OurSide => {
    const raw = raws.get(plan.file) ?? {};
    const about = { source: plan.source, name: plan.name, raw };
    const prepared = plan.versions.at(-1)?.prepared;
    if (!prepared)
      return { ...about, values: {}, messages: null, reason: plan.problems[0]?.message ?? "It cannot be imported." };
    const content = inferVariables(prepared.expanded ?? prepared.content);
    const sample = ({ name, type }: Variable) => [name, (sampleOf[type] ?? sampleOf.string)?.(name)];
    // A variable with a default uses it, as in the other tool.
    const open = (content.variables ?? []).filter((variable) => variable.default === undefined);
    const values: SampleValues = Object.fromEntries(open.map(sample));
    try {
      return { ...about, values, messages: fillOurs(content, values), reason: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ...about, values, messages: null, reason: error.message };
    }
  });
}

/** The version with the highest number in a pulled file. */
function newestIn(text: string): Record<string, unknown> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    return {}; // not a pulled file, so the other side is unknown
  }
  const list = (Array.isArray(value) ? value : [value]).filter(isRecord);
  return list.reduce(
    (best, next) => (Number(next.version ?? 0) >= Number(best.version ?? 0) ? next : best),
    list[0] ?? {},
  );
}

/** Reads pulled files and fills their newest versions. */
export const shadowTask = defineTask({
  name: "shadow check",
  cpuMs: 5_000,
  tooSlow: {
    code: "import_too_slow",
    message: "These prompts take too much processor time to fill. Check fewer at once.",
  },
  work,
});

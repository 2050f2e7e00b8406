import type { Content, Variable } from "@/lib/template/content";
import { mediaFields, templateFields } from "@/lib/template/fields";
import { analyzeTemplate } from "@/lib/template/parse";
import { isAccepted } from "@/lib/template/variables";
import { inside, type MergePath, type MergeRecord, type Three, type ThreeSides } from "./merge-record";
import { mergeOptionalList } from "./merge-settings";
import { mergeText } from "./merge-text";
import { changedBy, mergeJson, mergeValue, showValue } from "./merge-value";

/** Merges the variables by name, each field separately. */
export function mergeVariables(record: MergeRecord, { base, ours, theirs }: Three<Content>): Variable[] | undefined {
  return mergeOptionalList(
    record,
    { base: base.variables, ours: ours.variables, theirs: theirs.variables },
    {
      place: { id: "variables", pointer: "/variables" },
      key: ({ name }) => name,
      label: ({ name }) => `Variable ${name}`,
      show: showVariable,
      merge: mergeVariable,
    },
  );
}

function showVariable({ name, type, required, default: fallback, description }: Variable): string {
  const ending = fallback === undefined ? "" : `, default ${JSON.stringify(fallback)}`;
  return `${name}: ${type}, ${required ? "required" : "optional"}${ending}${description ? `\n${description}` : ""}`;
}

function mergeVariable(record: MergeRecord, place: MergePath, { base, ours, theirs }: ThreeSides<Variable>): Variable {
  const value = mergeDefault(record, place, { base, ours, theirs });
  const required = mergeValue(
    record,
    inside(place, "required", "required"),
    { base: base?.required, ours: ours.required, theirs: theirs.required },
    (is) => (is === undefined ? null : is ? "required" : "optional"),
  );
  const words = { base: base?.description, ours: ours.description, theirs: theirs.description };
  const at = inside(place, "description", "description");
  const isText = words.ours !== undefined && words.theirs !== undefined;
  const description = isText ? mergeText(record, at, words) : mergeValue(record, at, words);
  const schemas = { base: base?.schema, ours: ours.schema, theirs: theirs.schema };
  const schema = mergeJson(record, inside(place, "schema", "schema"), schemas) as Variable["schema"];
  const inferred = mergeValue(record, inside(place, "inferred", "inferred"), {
    base: base?.inferred,
    ours: ours.inferred,
    theirs: theirs.inferred,
  });
  return {
    name: ours.name,
    ...value,
    required,
    ...(description !== undefined && { description }),
    ...(schema !== undefined && { schema }),
    ...(inferred !== undefined && { inferred }),
  };
}

type Value = Pick<Variable, "type" | "default">;

/** Merges type and default: separately if the merged default matches the merged type, else together. */
function mergeDefault(record: MergeRecord, place: MergePath, { base, ours, theirs }: ThreeSides<Variable>): Value {
  const types = { base: base?.type, ours: ours.type, theirs: theirs.type };
  const defaults = { base: base?.default, ours: ours.default, theirs: theirs.default };
  const pick = <T>(three: ThreeSides<T>) => three[changedBy(three) === "theirs" ? "theirs" : "ours"];
  const [type, fallback] = [pick(types), pick(defaults)];
  const isClear = changedBy(types) !== "both" && changedBy(defaults) !== "both";
  if (
    isClear &&
    (fallback === undefined || isAccepted(fallback, { type, inferred: ours.inferred && theirs.inferred }))
  ) {
    mergeValue(record, inside(place, "type", "type"), types);
    mergeValue(record, inside(place, "default", "default"), defaults, showValue);
    return { type, ...(fallback !== undefined && { default: fallback }) };
  }
  const of = (variable: Variable): Value => ({
    type: variable.type,
    ...(variable.default !== undefined && { default: variable.default }),
  });
  const three = { base: base && of(base), ours: of(ours), theirs: of(theirs) };
  return mergeValue(record, inside(place, "default", "type and default"), three, showDefault);
}

function showDefault(value: Value | undefined): string | null {
  if (!value) return null;
  return value.default === undefined ? value.type : `${value.type}, default ${JSON.stringify(value.default)}`;
}

/** Variables that one side removed because it no longer used them, but that content from the other side still uses. */
export function stillUsed({ base, ours, theirs }: Three<Content>, merged: Content): Variable[] {
  const declared = new Set(merged.variables?.map(({ name }) => name));
  const dropped = (base.variables ?? []).filter(({ name }) => !declared.has(name));
  if (!merged.variables) return [];
  const used = usedNames(merged);
  const isDroppedBy = (side: Content, name: string) => side.variables?.every((variable) => variable.name !== name);
  return dropped.filter(({ name }) => {
    const droppedBy = [ours, theirs].filter((side) => isDroppedBy(side, name));
    return used.has(name) && droppedBy.every((side) => !usedNames(side).has(name));
  });
}

function usedNames(content: Content): Set<string> {
  const names = new Set<string>(mediaFields(content).map(({ name }) => name));
  for (const { text } of templateFields(content)) {
    try {
      for (const { name } of analyzeTemplate(text).variables) names.add(name);
    } catch {
      // A text with an unresolved conflict may not be a valid template. It is skipped.
    }
  }
  return names;
}

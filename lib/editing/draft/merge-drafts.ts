import { type MergeResult, mergeContents } from "@/lib/registry/merge";
import type { Content } from "@/lib/template/content";
import type { Draft, DraftEntry, DraftVariable } from "./draft";
import { type FieldProblem, toContent, toDraft } from "./draft-content";

/** The merge of two drafts of one version. */
export type DraftMerge = {
  result: MergeResult;
  /** Returns the draft for the merged content, with this tab's fields that cannot be parsed yet. */
  finish: (content: Content) => Draft;
  /** The other side has content that the merged draft omits. It must be set aside. */
  isPartial: boolean;
};

/**
 * Merges two drafts with their last common text as the base. Fields that are not valid JSON or numbers yet cannot be
 * merged: those of this tab are kept. Pure.
 */
export function mergeDrafts(version: Content, mine: Draft, theirs: Draft, common?: Draft): DraftMerge {
  const [own, other] = [toContent(mine), toContent(theirs)];
  const start = common && toContent(common);
  const base = start ? readable(start.content, start.problems, version) : version;
  const result = mergeContents(
    base,
    readable(own.content, own.problems, base),
    readable(other.content, other.problems, base),
  );
  const finish = (content: Content) => withOwnFields(keepIds(toDraft(content), mine, theirs), mine, own.problems);
  const isOverruled = ({ field }: FieldProblem) =>
    JSON.stringify(partOf(field, theirs)) !== JSON.stringify(partOf(field, toDraft(base)));
  return { result, finish, isPartial: other.problems.length > 0 || own.problems.some(isOverruled) };
}

/** Merges the changes of a newer version into a draft that started from an older one. Pure. */
export function mergeVersion(base: Content, mine: Draft, newer: Content): Omit<DraftMerge, "isPartial"> {
  const { isPartial: _, ...merge } = mergeDrafts(base, mine, toDraft(newer));
  return merge;
}

/** Replaces fields that cannot be parsed with those of the base: an incomplete change does not count. */
function readable(content: Content, problems: readonly FieldProblem[], base: Content): Content {
  const has = (start: string) => problems.some(({ field }) => field.startsWith(start));
  const { model, responseSchema, tools, ...rest } = content;
  const pick = <Key extends "model" | "responseSchema" | "tools">(key: Key, own: Content[Key]) => {
    const value = has(key) ? base[key] : own;
    return value === undefined ? {} : { [key]: value };
  };
  const variables = content.variables?.map((variable) => {
    const before = base.variables?.find(({ name }) => name === variable.name)?.default;
    return has(`variables/${variable.name}/`) && before !== undefined ? { ...variable, default: before } : variable;
  });
  return {
    ...rest,
    ...(variables && { variables }),
    ...pick("model", model),
    ...pick("responseSchema", responseSchema),
    ...pick("tools", tools),
  };
}

/** The part of a draft that contains a problem's field. */
function partOf(field: string, draft: Draft): unknown {
  if (field === "responseSchema" || field === "tools") return draft[field];
  if (field.startsWith("model/")) return draft.model;
  return draft.variables.find(({ name }) => field === `variables/${name}/default`)?.defaultText;
}

function withOwnFields(merged: Draft, mine: Draft, problems: readonly FieldProblem[]): Draft {
  const fields = new Set(problems.map(({ field }) => field));
  const has = (field: string) => fields.has(field);
  const ownDefault = (variable: DraftVariable) => {
    const own = has(`variables/${variable.name}/default`)
      ? mine.variables.find(({ name }) => name === variable.name)
      : undefined;
    return own ? { ...variable, defaultText: own.defaultText } : variable;
  };
  return {
    ...merged,
    ...([...fields].some((field) => field.startsWith("model/")) && { model: mine.model }),
    ...(has("responseSchema") && { responseSchema: mine.responseSchema }),
    ...(has("tools") && { tools: mine.tools }),
    variables: merged.variables.map(ownDefault),
    removed: mine.removed,
  };
}

/** Gives messages and examples their previous ids, so that editors keep their cursor. */
function keepIds(merged: Draft, mine: Draft, theirs: Draft): Draft {
  const bare = ({ id: _, ...item }: { id: string }) => JSON.stringify(item);
  const again = <T extends { id: string }>(items: readonly T[], lists: readonly (readonly T[])[], prefix: string) => {
    const taken = new Set<string>();
    const claim = (found: T | undefined) => {
      if (found) taken.add(found.id);
      return found?.id;
    };
    const free = (list: readonly T[], fits: (one: T) => boolean) => list.find((one) => !taken.has(one.id) && fits(one));
    const unused = (id: string): string => {
      if (taken.has(id) || lists.some((list) => list.some((one) => one.id === id))) return unused(`${id}+`);
      taken.add(id);
      return id;
    };
    const exact = items.map((item) =>
      claim(lists.map((list) => free(list, (one) => bare(one) === bare(item))).find((one) => one !== undefined)),
    );
    return items.map((item, index) => {
      const alike = exact[index] ?? claim(free(lists[0] ?? [], (one) => isEqual(one, item)));
      return { ...item, id: alike ?? unused(`${prefix}${index}`) };
    });
  };
  return {
    ...merged,
    entries: again(merged.entries, [mine.entries, theirs.entries], "j"),
    examples: again(merged.examples, [mine.examples, theirs.examples], "k"),
  };
}

/** Whether two entries have the same kind, so that they may be the same message with another text. */
function isEqual(one: unknown, other: unknown): boolean {
  const [a, b] = [one as Partial<DraftEntry>, other as Partial<DraftEntry>];
  if (a.kind !== b.kind) return false;
  if (a.kind === "message" && b.kind === "message") return a.role === b.role;
  return a.kind === undefined;
}

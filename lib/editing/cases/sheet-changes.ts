import type { ChangedSet } from "@/lib/evaluation/suites/commands/change-cases";
import type { CaseInput, CasesChange } from "@/lib/evaluation/suites/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { type CasePatch, patched } from "./cell-text";

/** Whether the case has not been saved yet. */
export const isNewKey = (key: string) => key.startsWith("new ");

/** A change that is being sent. `keyAt` returns the case that an error pointer refers to. */
export type SheetChange = { change: CasesChange; newKeys: string[]; keyAt: (pointer: string) => string | null };

type Find = (key: string) => CaseView | undefined;

const asInput = ({ name, variables, placeholders, expected, tags, checks }: CaseView): CaseInput => ({
  name,
  variables,
  placeholders,
  tags,
  checks,
  ...(expected !== null && { expected }),
});

/** Combines patches into one change: updates of saved cases with the revision they are based on, and new cases. */
export function patchChange(patches: readonly (readonly [string, CasePatch])[], find: Find): SheetChange {
  const known = patches.flatMap(([key, patch]) => {
    const base = find(key);
    return base && !isNewKey(key) ? [{ key, patch, base }] : [];
  });
  const fresh = patches.flatMap(([key, patch]) => {
    const base = find(key);
    return base && isNewKey(key) ? [{ key, one: patched(base, patch) }] : [];
  });
  const replace = known.map(({ key, patch, base }) => ({
    caseKey: key,
    expectedRevision: base.addedIn,
    ...patch,
    ...(patch.variables && { variables: patched(base, { variables: patch.variables }).variables }),
  }));
  const newKeys = fresh.map(({ key }) => key);
  return {
    change: { replace, add: fresh.map(({ one }) => asInput(one)) },
    newKeys,
    keyAt(pointer) {
      const [, list, index] = /^\/(replace|add)\/(\d+)/.exec(pointer) ?? [];
      const keys = list === "add" ? newKeys : known.map(({ key }) => key);
      return index === undefined ? null : (keys[Number(index)] ?? null);
    },
  };
}

/** Returns the inverse of a change. Null: nothing to undo. */
export function undoOf(change: CasesChange, done: ChangedSet, before: Find): CasesChange | null {
  const replaced = (change.replace ?? []).flatMap(({ caseKey }) => {
    const old = before(caseKey);
    const now = done.cases.find(({ key }) => key === caseKey);
    return old && now && now.addedIn === done.revision
      ? [{ caseKey, ...asInput(old), expected: old.expected, expectedRevision: now.addedIn }]
      : [];
  });
  const named = new Set((change.replace ?? []).map(({ caseKey }) => caseKey));
  const came = done.cases.filter(({ key, addedIn }) => !named.has(key) && addedIn === done.revision);
  const undo = {
    replace: replaced,
    remove: came.map(({ key }) => key),
    restore: done.removed.map(({ key }) => key),
  };
  return undo.replace.length + undo.remove.length + undo.restore.length > 0 ? undo : null;
}

/** Bases a change on the current revisions of the cases. The server still detects changes by others after that. */
export function overNow(change: CasesChange, find: Find): CasesChange {
  const replace = change.replace?.map((one) => ({ ...one, expectedRevision: find(one.caseKey)?.addedIn ?? 0 }));
  return replace ? { ...change, replace } : change;
}

/** Whether a patch and another person's change touch the same cell. */
export function conflictsOf(base: CaseView, theirs: CaseView, { variables = {}, ...fields }: CasePatch): boolean {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one ?? null) !== JSON.stringify(other ?? null);
  const names = Object.keys(fields) as (keyof typeof fields)[];
  return (
    names.some((name) => differs(base[name], theirs[name])) ||
    Object.keys(variables).some((name) => differs(base.variables[name], theirs.variables[name]))
  );
}

/** The empty case of a new row. */
export const emptyCase = (key: string): CaseView => ({
  key,
  name: "",
  variables: {},
  placeholders: {},
  expected: null,
  tags: [],
  checks: [],
  source: null,
  addedIn: 0,
  createdBy: "",
  createdAt: "",
});

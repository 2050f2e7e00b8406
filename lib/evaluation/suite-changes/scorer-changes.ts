import type { ScorerConfig } from "../scorers/schema";
import { setUpOf } from "../scorers/set-up";

/** A field of a scorer that differs, by its label. Null on a side: the field is not set there. */
type ScorerFieldChange = { label: string; before: string | null; after: string | null };

/** A scorer that differs between two lists. */
export type ChangedScorer = {
  id: string;
  name: string;
  kind: "added" | "changed" | "removed";
  fields: ScorerFieldChange[];
};

const byLabel = (config: ScorerConfig | undefined) =>
  new Map(config ? setUpOf(config).map(({ label, text }) => [label, text]) : []);

/** Returns the scorers that differ, removed ones first, each with its changed fields. Pure. */
export function scorerChanges(before: readonly ScorerConfig[], now: readonly ScorerConfig[]): ChangedScorer[] {
  const [old, present] = [before, now].map((all) => new Map(all.map((config) => [config.id, config])));
  const ids = [...before.filter(({ id }) => !present?.has(id)), ...now].map(({ id }) => id);
  return ids
    .map((id): ChangedScorer => {
      const [was, is] = [old?.get(id), present?.get(id)];
      const [textBefore, textAfter] = [byLabel(was), byLabel(is)];
      const labels = new Set([...textAfter.keys(), ...textBefore.keys()]);
      const fields = [...labels].map((label) => ({
        label,
        before: textBefore.get(label) ?? null,
        after: textAfter.get(label) ?? null,
      }));
      return {
        id,
        name: (is ?? was)?.name ?? id,
        kind: was === undefined ? "added" : is === undefined ? "removed" : "changed",
        fields: fields.filter((one) => one.before !== one.after),
      };
    })
    .filter(({ fields }) => fields.length > 0);
}

/** Returns the scorers that were only renamed: those of both lists that are not among the changed ones. Pure. */
export function renamesOf(
  before: readonly ScorerConfig[],
  now: readonly ScorerConfig[],
  changed: readonly string[],
): { before: string; after: string }[] {
  const old = new Map(before.map(({ id, name }) => [id, name]));
  return now.flatMap(({ id, name }) => {
    const was = old.get(id);
    return was !== undefined && was !== name && !changed.includes(id) ? [{ before: was, after: name }] : [];
  });
}

import type { PlaceholderValues } from "@/lib/evaluation/values";
import type { ModelRef } from "@/lib/template/content";
import { givenMessageFault } from "@/lib/template/given-message";
import type { Fields } from "./sample-values";

type Store = Pick<Storage, "getItem" | "setItem">;

/** A model chosen for runs instead of the prompt's own model. */
export type ChosenModel = ModelRef;

/** The stored state of a prompt in this browser: the fields, their sample set, and the chosen model. */
export type KeptFields = Fields & { setId: string | null; model: ChosenModel | null };

const keyOf = (promptId: string) => `understudy.fields.${promptId}`;
const isText = (value: unknown): value is string => typeof value === "string";

/** Returns the stored state. Null on the first visit or if it is not valid JSON. Omits values that are not valid. */
export function readFields(store: Store, promptId: string): KeptFields | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(promptId)) ?? "null") as Partial<
      Record<keyof KeptFields, unknown>
    > | null;
    if (typeof kept !== "object" || kept === null) return null;
    const values = Object.entries(kept.values ?? {}).filter((pair): pair is [string, string] => isText(pair[1]));
    const model = kept.model as Partial<ChosenModel> | null | undefined;
    return {
      values: Object.fromEntries(values),
      turns: readTurns(kept.turns),
      setId: isText(kept.setId) ? kept.setId : null,
      model: isText(model?.provider) && isText(model.name) ? { provider: model.provider, name: model.name } : null,
    };
  } catch {
    return null;
  }
}

function readTurns(value: unknown): PlaceholderValues {
  const lists = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    lists.filter(([, list]) => Array.isArray(list) && list.every((turn) => givenMessageFault(turn) === null)),
  );
}

/** Stores the fields. Ignores errors of a full or disabled storage, so that typing still works. */
export function keepFields(store: Store, promptId: string, kept: KeptFields): void {
  try {
    store.setItem(keyOf(promptId), JSON.stringify(kept));
  } catch {
    // The earlier state remains stored.
  }
}

import type { Permission } from "@/lib/auth/permission";
import { capitalize } from "@/lib/core/words";
import { permissionWords } from "../../_components/role-words";

const more = {
  "prompt:resolve": "read what is live",
  "event:write": "send interactions and feedback",
  "interaction:read": "read interactions",
  "experiment:write": "plan, start and stop experiments",
  "guard:write": "set up guards and mark alerts as seen",
  "alert:write": "change where alerts are sent",
  "share:write": "share results by link",
} as const;

const words: Partial<Record<Permission, string>> = { ...permissionWords, ...more };

/** A right as a part of a sentence: "run evaluations". */
export const rightPhrase = (right: Permission): string => words[right] ?? right;

/** A right as a label: "Run evaluations". */
export function rightWords(right: Permission): string {
  const text = rightPhrase(right);
  return capitalize(text);
}

import { isRecord } from "@/lib/core/records";
import type { Source } from "@/lib/template/source";

/** Whether a value is an object serialized by LangChain: `{ lc: 1, id: […, class], kwargs }`. */
export const isNode = (value: unknown): boolean => isRecord(value) && value.lc === 1 && Array.isArray(value.id);

/** The class name of a serialized object; "" for anything else. */
export function className(source: Source): string {
  const id = source.at("id").value;
  return isNode(source.value) && Array.isArray(id) ? String(id.at(-1)) : "";
}

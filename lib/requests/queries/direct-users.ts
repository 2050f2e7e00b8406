import { hourMs } from "@/lib/core/milliseconds";
import { isNotExpired } from "@/lib/telemetry/store/kept-row";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import { bitInClickHouse, sketchBits } from "../user-sketch";

/** The sketch of a dimension's users, as text of zeros and ones. */
type DirectUsers = Record<string, unknown>;

const ofDimension = (column: string, ...dimensions: string[]) =>
  `if(dimension in (${dimensions.map((name) => `'${name}'`).join(", ")}), ${column}, null)`;

const text = `select toString(environment_id) as environment_id, dimension, prompt as prompt_id, number as version,
    called as model, key as key_id, arrayStringConcat(groupArrayInsertAt('0', ${sketchBits})('1', place)) as bits
  from (
    select environment_id, dimension, ${ofDimension("toString(prompt_id)", "prompt", "version")} as prompt,
      ${ofDimension("version", "version")} as number, ${ofDimension("toString(model)", "model")} as called,
      ${ofDimension("toString(key_id)", "key")} as key, ${bitInClickHouse("MD5(user_id)")} as place
    from interactions final array join ['environment', 'prompt', 'version', 'model', 'key'] as dimension
    where workspace_id = {workspaceId:UUID} and is_direct and not is_repeat and user_id <> '' and ${isNotExpired}
      and at >= fromUnixTimestamp64Milli({from:Int64}) and at < fromUnixTimestamp64Milli({to:Int64})
    group by environment_id, dimension, prompt, number, called, key, place)
  group by environment_id, dimension, prompt, number, called, key settings prefer_column_name_to_alias = 1`;

/** Makes the sketches of the users of an hour over answers that are stored only in ClickHouse. */
export async function readDirectUsers(workspaceId: string, hour: Date): Promise<DirectUsers[]> {
  const readable = await findReadable();
  if (!readable?.isDirect) return [];
  return readable.store.rows<DirectUsers>(text, {
    workspaceId,
    from: hour.getTime(),
    to: hour.getTime() + hourMs,
  });
}

import { prisma } from "@/lib/core/db";
import { plainTalks } from "./plain-talks";

/** How long the demo keeps the texts of answers. */
export const textHours = 48;

const refusal = "I cannot help with that here. Our support team can.";

/** Returns each text with its place in the list of its prompt, and the versions that answer with it. Pure. */
function textRows() {
  return Object.entries(plainTalks).flatMap(([name, talks]) =>
    talks.flatMap(({ asks, answers }, place) => {
      const versions = Object.keys(answers).map(Number);
      return versions.map((from, index) => ({
        name,
        place,
        places: talks.length,
        from,
        before: versions[index + 1] ?? null,
        input: asks,
        output: answers[from],
      }));
    }),
  );
}

/** Inserts the texts of the answers of the last hours that nobody scores. A call that failed has no answer. */
export async function insertPlainTexts(workspaceId: string): Promise<void> {
  await prisma().$executeRaw`
    insert into interaction_contents (at, workspace_id, id, input, output)
    select i.at, i.workspace_id, i.id, t.input,
      case when i.error is not null then null when i.refused then to_json(${refusal}::text) else t.output end
    from interactions i
    join prompts p on p.workspace_id = i.workspace_id and p.id = i.prompt_id
    join json_to_recordset(${JSON.stringify(textRows())}::json) as t (name text, place int, places int, "from" int,
      before int, input json, output json)
      on t.name = p.name and t.place = abs(hashtext(i.id)) % t.places and i.version >= t."from"
      and (t.before is null or i.version < t.before)
    where i.workspace_id = ${workspaceId}::uuid and i.at > now() - make_interval(hours => ${textHours}::int)`;
}

import type { Actor } from "@/lib/auth/actor";
import { recordAct } from "@/lib/auth/commands/record-read";
import { type CsvPart, toResultsCsv } from "./csv";
import { getExperimentResults } from "./queries";

type ExportOptions = { phase?: number | undefined; part?: CsvPart | undefined };

/** Returns the results as CSV, with the experiment's name. Throws 404 `not_found`. */
export async function exportResults(
  actor: Actor,
  id: string,
  { phase, part }: ExportOptions,
): Promise<{ name: string; csv: string }> {
  const results = await getExperimentResults(actor, id, phase);
  await recordAct(actor, "experiment.export", { id, name: results.name }, { ...(part && { part }) });
  return { name: results.name, csv: toResultsCsv(results, part) };
}

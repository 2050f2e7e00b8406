/** Files that members download from a page. Each export is the GET of a route. */
import { z } from "zod";
import { recordAct } from "@/lib/auth/commands/record-read";
import { databaseNow } from "@/lib/core/database-clock";
import { isLiveMetric } from "@/lib/evaluation/online/metrics";
import { caseFileFormats } from "@/lib/evaluation/suites/transfer/format";
import { exportCases } from "@/lib/evaluation/suites/transfer/queries";
import { csvParts } from "@/lib/experiments/results/csv";
import { exportResults } from "@/lib/experiments/results/export-results";
import { toQualityCsv } from "@/lib/guards/quality/csv";
import { qualityRanges } from "@/lib/guards/quality/range";
import { getPromptQuality } from "@/lib/guards/queries/quality-prompt";
import { exportPrompts, type PromptExport } from "@/lib/registry/queries/export";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { promptName } from "@/lib/registry/schema";
import { exportFormats as promptFormats } from "@/lib/registry/transfer/format";
import { writeZip } from "@/lib/registry/transfer/zip";
import { getUsage } from "@/lib/requests/queries/usage";
import { requestFilterFields } from "@/lib/requests/schema";
import { usageCsvFor } from "@/lib/requests/usage-csv";
import { usageQuery } from "@/lib/requests/usage-query";
import { type DownloadedFile, downloadFor } from "./download";
import { exportAudit, exportFormats, exportRequestFile } from "./exports";
import { byteOrderMark, fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

const text = (max: number) => z.string().max(max).optional();
const inTime = { from: z.iso.datetime().optional(), to: z.iso.datetime().optional() };
const format = z.enum(exportFormats);

const auditQuery = z.strictObject({ format, action: text(100), actorId: text(100), target: text(200), ...inTime });

/** The audit log, for admins and owners. */
export const downloadAudit = downloadFor(auditQuery, (actor, { format, ...filter }) =>
  exportAudit(actor, { format, filter, mark: byteOrderMark }),
);

/** Requests, for members who may read them. */
export const downloadRequests = downloadFor(
  z.strictObject({ ...requestFilterFields, format, ...inTime }),
  (actor, { format, ...filter }) => exportRequestFile(actor, { format, filter, mark: byteOrderMark }),
);

/** Usage as CSV. */
export const downloadUsage = downloadFor(usageQuery, async (actor, query) => {
  const name = `usage-by-${query.by}${query.step ? `-and-${query.step}` : ""}-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}`;
  return {
    body: byteOrderMark + usageCsvFor(await getUsage(actor, query), query.step),
    headers: fileHeaders(name, "csv"),
  };
});

const qualityQuery = z.strictObject({
  prompt: promptName,
  environment: z.string().min(1).max(63),
  range: z.enum(qualityRanges),
  metric: z.string().max(80).optional(),
});

/** A chart of live quality as CSV. */
export const downloadQuality = downloadFor(
  qualityQuery,
  async (actor, { prompt: name, environment, range, metric }) => {
    const query = { name, environment, range, ...(metric && isLiveMetric(metric) && { metric }) };
    const { prompt, metric: shown, lines } = await getPromptQuality(actor, query);
    const { id } = await findPromptOrThrow(actor.workspaceId, prompt);
    await recordAct(actor, "quality.export", { id, name: prompt }, { environment, range });
    const body = byteOrderMark + toQualityCsv(shown?.name ?? "", lines);
    return { body, headers: fileHeaders(`quality-${prompt}-${environment}`, "csv") };
  },
);

const suiteQuery = z.strictObject({
  id: z.guid(),
  format: z.enum(caseFileFormats),
  revision: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
});

async function* marked(parts: AsyncGenerator<string>) {
  yield byteOrderMark;
  yield* parts;
}

/** The cases of a suite. */
export const downloadSuite = downloadFor(suiteQuery, async (actor, { id, format, revision }) => {
  const { name, parts } = await exportCases(actor, id, { format, revision });
  const body = toTextStream(format === "csv" ? marked(parts) : parts, "an export of cases");
  return { body, headers: fileHeaders(name, format) };
});

const resultsQuery = z.strictObject({
  id: z.guid(),
  part: z.enum(csvParts).optional(),
  phase: z.coerce.number().int().min(1).max(1_000_000).optional(),
});

/** The results of an experiment as CSV. */
export const downloadResults = downloadFor(resultsQuery, async (actor, { id, part, phase }) => {
  const { name, csv } = await exportResults(actor, id, { phase, part });
  return { body: byteOrderMark + csv, headers: fileHeaders(part ? `${name}-${part}` : name, "csv") };
});

const promptQuery = z.strictObject({
  format: z.enum(promptFormats).default("bundle"),
  folder: promptName.optional(),
  name: z.array(promptName).max(500),
  history: z.enum(["true", "false"]).default("false"),
});

/** Reads the query parameters. `name` may be repeated. */
function readPromptQuery(search: string) {
  const query = new URLSearchParams(search);
  return { ...Object.fromEntries(query), name: query.getAll("name") };
}

const indented = (value: unknown) => JSON.stringify(value, null, 2);

function toPromptFile(exported: PromptExport, title: string): DownloadedFile {
  if (exported.format === "bundle") return { body: indented(exported.bundle), headers: fileHeaders(title, "json") };
  if (exported.format === "langfuse")
    return { body: indented(exported.prompts), headers: fileHeaders(`${title}.langfuse`, "json") };
  const [only, ...others] = exported.files;
  if (only && others.length === 0)
    return { body: only.text, headers: fileHeaders(only.name.replace(/\.prompt$/, ""), "prompt") };
  return { body: writeZip(exported.files) as BodyInit, headers: fileHeaders(title, "zip") };
}

/** Prompts as one file: a bundle, a file of another tool, or a zip. */
export const downloadPrompts = downloadFor(
  promptQuery,
  async (actor, { format, folder, name: names, history }, workspace) => {
    const which = { ...(folder && { folder }), ...(names.length > 0 && { names }) };
    const exported = await exportPrompts(actor, { format, history: history === "true", ...which }, databaseNow());
    return toPromptFile(exported, names.length === 1 ? (names[0] ?? "") : (folder ?? workspace));
  },
  readPromptQuery,
);

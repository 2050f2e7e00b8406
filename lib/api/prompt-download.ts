import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { exportPrompts, type PromptExport } from "@/lib/registry/queries/export";
import { promptName } from "@/lib/registry/schema";
import { exportFormats } from "@/lib/registry/transfer/format";
import { writeZip } from "@/lib/registry/transfer/zip";
import { type DownloadedFile, downloadFor } from "./download";
import { fileHeaders } from "./file-headers";

const querySchema = z.strictObject({
  format: z.enum(exportFormats).default("bundle"),
  folder: promptName.optional(),
  name: z.array(promptName).max(500),
  history: z.enum(["true", "false"]).default("false"),
});

/** The query parameters. `name` may be repeated. */
function readQuery(search: string) {
  const query = new URLSearchParams(search);
  return { ...Object.fromEntries(query), name: query.getAll("name") };
}

const indented = (value: unknown) => JSON.stringify(value, null, 2);

function toFile(exported: PromptExport, title: string): DownloadedFile {
  if (exported.format === "bundle") return { body: indented(exported.bundle), headers: fileHeaders(title, "json") };
  if (exported.format === "langfuse")
    return { body: indented(exported.prompts), headers: fileHeaders(`${title}.langfuse`, "json") };
  const [only, ...others] = exported.files;
  if (only && others.length === 0)
    return { body: only.text, headers: fileHeaders(only.name.replace(/\.prompt$/, ""), "prompt") };
  return { body: writeZip(exported.files) as BodyInit, headers: fileHeaders(title, "zip") };
}

const promptDownloadFor = downloadFor(
  querySchema,
  async (actor, { format, folder, name: names, history }, workspace) => {
    const which = { ...(folder && { folder }), ...(names.length > 0 && { names }) };
    const exported = await exportPrompts(actor, { format, history: history === "true", ...which }, databaseNow());
    return toFile(exported, names.length === 1 ? (names[0] ?? "") : (folder ?? workspace));
  },
  readQuery,
);

/** Prompts as a file, for the signed-in person. */
export const answerPromptDownload = promptDownloadFor();

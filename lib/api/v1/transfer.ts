import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { count } from "@/lib/core/view-fields";
import { importPrompts } from "@/lib/registry/commands/import-prompts";
import { pullPrompts } from "@/lib/registry/pull/pull-prompts";
import { pullInput, pullStep, shadowInput, shadowReport } from "@/lib/registry/pull/schema";
import { shadowCheck } from "@/lib/registry/pull/shadow-check";
import { pullSources } from "@/lib/registry/pull/sources";
import { exportPrompts } from "@/lib/registry/queries/export";
import { planImport } from "@/lib/registry/queries/import-plan";
import { promptName } from "@/lib/registry/schema";
import { exportFormats, importLimits } from "@/lib/registry/transfer/format";
import { importers, importFormats } from "@/lib/registry/transfer/importers";
import { planImportInput } from "@/lib/registry/transfer/schema";
import { ok } from "../answer";
import { type Endpoint, endpointsOf } from "../endpoint";
import { diffView } from "./diff-schema";
import { flag } from "./fields";

const endpoint = endpointsOf("Import and export");

const note = z
  .strictObject({
    pointer: z.string().meta({ description: "A JSON pointer into the file; empty for a `.prompt` file." }),
    message: z.string(),
    line: count
      .optional()
      .meta({ description: "The line in the file or, with a pointer, in the text at the pointer, from 1." }),
    column: count.optional(),
  })
  .meta({ id: "ImportNote" });

const loss = z
  .strictObject({
    pointer: z.string().meta({ description: "A JSON pointer into the file's JSON, YAML or front matter." }),
    value: z.string().meta({ description: "The value as JSON, at most 500 characters." }),
    kind: z.enum(["content", "record"]).meta({
      description:
        "`content`: a part of the prompt. `record`: what the other tool stores about its records, such as ids, dates and authors.",
    }),
    reason: z.string().nullable(),
    line: count.optional(),
    column: count.optional(),
  })
  .meta({ id: "ImportLoss", description: "A field of the file that is not imported." });

const fileLoss = loss.extend({ file: z.string() }).meta({ id: "ImportFileLoss" });

const proposal = z.strictObject({ label: z.string(), version: count });

const planItem = z
  .strictObject({
    source: z.string().meta({ description: "The prompt's name in the file." }),
    file: z.string(),
    format: z
      .enum(importFormats)
      .nullable()
      .meta({ description: "The format of the file; null if it cannot be read." }),
    name: z.string().meta({ description: "The name of the imported prompt." }),
    action: z.enum(["create", "update", "unchanged", "refused"]),
    versions: z.array(count).meta({ description: "The numbers of the new versions." }),
    latestVersion: count.nullable(),
    returnsTo: count
      .nullable()
      .meta({ description: "The number of an earlier version with the same content; null if there is none." }),
    summary: z.string(),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .nullable()
      .meta({ description: "The difference to the prompt's newest version. Only for the first 100 prompts." }),
    proposals: z
      .array(proposal)
      .meta({ description: "The labels in the file that say where a version is live. An import deploys nothing." }),
    problems: z.array(note),
    warnings: z.array(note),
    losses: z
      .array(loss)
      .meta({ description: "The fields that are not imported, at most 100. Fields of the content come first." }),
    lossCount: count.meta({ description: "The number of content fields that are not imported." }),
  })
  .meta({ id: "ImportPlanItem" });

const counts = z.strictObject({ create: count, update: count, unchanged: count, refused: count });

const importResult = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      action: z.enum(["create", "update", "unchanged"]),
      versions: z.array(count),
      proposals: z.array(proposal),
    }),
  ),
  created: count,
  updated: count,
  unchanged: count,
});

const exported = z.union([
  z.strictObject({
    format: z.literal("bundle"),
    bundle: z.looseObject({
      format: z.literal("understudy"),
      formatVersion: z.literal(1),
      prompts: z.array(z.unknown()),
    }),
  }),
  z.strictObject({ format: z.literal("langfuse"), prompts: z.array(z.record(z.string(), z.unknown())) }),
  z.strictObject({
    format: z.literal("dotprompt"),
    files: z.array(z.strictObject({ name: z.string(), text: z.string() })),
  }),
]);

const exportQuery = z.strictObject({
  format: z.enum(exportFormats).optional(),
  folder: promptName.optional(),
  names: z.string().max(100_000).optional().meta({ description: "The names of prompts, separated by commas." }),
  history: flag
    .optional()
    .meta({ description: "Whether to export all versions, not only the newest. Not for the format `dotprompt`." }),
});

// JSON escapes many characters, so 4 MiB of files may need a larger body.
const bodyLimitBytes = importLimits.bytes + 1024 * 1024;

export const transferEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "exportPrompts",
    method: "get",
    path: "/export",
    summary: "Export prompts",
    description:
      "Exports an Understudy bundle with hashes, `.prompt` files (Dotprompt), or Langfuse JSON. Without `names` and `folder`, all prompts that are not archived are exported. Pinned snippets are included. An export has at most 500 prompts, 1,000 versions and 32 million characters.",
    permission: "prompt:read",
    query: exportQuery,
    answer: { status: 200, description: "The prompts in the requested format.", schema: exported },
    errors: ["not_found"],
    async handle({ actor, query: { format, folder, names, history } }) {
      const list = names?.split(",").map((name) => name.trim());
      const input = { format, history: history === "true", ...(folder && { folder }), ...(list && { names: list }) };
      return ok(await exportPrompts(actor, input, databaseNow()));
    },
  }),
  endpoint({
    id: "planImport",
    method: "post",
    path: "/import/plan",
    summary: "Preview an import",
    description: `Reads the formats ${importers.map(({ label }) => label).join(", ")}. Every field that would not be imported is listed in \`losses\`. Nothing is written.`,
    permission: "prompt:write",
    body: planImportInput,
    bodyLimitBytes,
    answer: {
      status: 200,
      description: "The import plan, snippets first.",
      schema: z.strictObject({
        items: z.array(planItem),
        counts,
        losses: z
          .array(fileLoss)
          .meta({ description: "Fields of the files that belong to no prompt and are not imported." }),
      }),
    },
    errors: ["import_invalid", "import_too_slow", "invalid_name"],
    run: ({ actor, body }) => planImport(actor, body),
  }),
  endpoint({
    id: "pullPrompts",
    method: "post",
    path: "/import/pull",
    summary: "Read the prompts of another tool, page by page",
    description: `Reads prompts with every version and label, and datasets, from ${pullSources.map(({ label }) => label).join(", ")}. Nothing is written in either tool, and the address and the key are not stored. Send the \`cursor\` of each answer with the next call, until it is null. After a failure, send the same cursor again. Send the \`files\` to \`/import/plan\` and \`/import\`.`,
    permission: "prompt:write",
    body: pullInput,
    answer: { status: 200, description: "The prompts and datasets of this page.", schema: pullStep },
    errors: ["url_not_allowed", "invalid_cursor", "provider_error", "provider_unavailable"],
    run: ({ actor, body }) => pullPrompts(actor, body),
  }),
  endpoint({
    id: "checkPulledPrompts",
    method: "post",
    path: "/import/shadow",
    summary: "Compare pulled prompts in the other tool and in Understudy",
    description:
      "Fills the newest version of each pulled prompt with sample values, once as the other tool does and once as Understudy would, and returns the differences. A call compares at most 40 files and writes nothing.",
    permission: "prompt:write",
    body: shadowInput,
    bodyLimitBytes,
    answer: { status: 200, description: "The prompts as both sides would send them.", schema: shadowReport },
    errors: ["url_not_allowed", "import_invalid", "import_too_slow", "provider_error", "provider_unavailable"],
    run: ({ actor, body }) => shadowCheck(actor, body),
  }),
  endpoint({
    id: "importPrompts",
    method: "post",
    path: "/import",
    summary: "Import prompts",
    description:
      "Imports every prompt that is not skipped, or none if one of them is invalid (422 `import_invalid`). Importing the same files again changes nothing. Nothing goes live. The body is the same as for `/import/plan`.",
    permission: "prompt:write",
    body: planImportInput,
    bodyLimitBytes,
    idempotency: "stored",
    answer: { status: 200, description: "The created prompts and versions.", schema: importResult },
    errors: ["import_invalid", "import_too_slow", "invalid_name", "already_exists", "revision_conflict"],
    run: ({ actor, body }) => importPrompts(actor, body),
  }),
];

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
import { type Endpoint, endpoint } from "../endpoint";
import { diffView } from "./diff-schema";
import { flag } from "./fields";

const tag = "Import and export";

const note = z
  .strictObject({
    pointer: z.string().meta({ description: "Where in the file's JSON; empty for a .prompt file." }),
    message: z.string(),
    line: count.optional().meta({ description: "In the file or, with a pointer, in that text; from 1." }),
    column: count.optional(),
  })
  .meta({ id: "ImportNote" });

const loss = z
  .strictObject({
    pointer: z.string().meta({ description: "Where in the file's JSON, YAML or front matter." }),
    value: z.string().meta({ description: "As JSON, cut at 500 characters." }),
    kind: z.enum(["content", "record"]).meta({
      description: "record: what the other tool keeps about its rows, such as ids, dates and authors.",
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
    source: z.string().meta({ description: "The name in the file." }),
    file: z.string(),
    format: z.enum(importFormats).nullable().meta({ description: "Null: the file cannot be read." }),
    name: z.string().meta({ description: "The name it gets here." }),
    action: z.enum(["create", "update", "unchanged", "refused"]),
    versions: z.array(count).meta({ description: "The numbers its new versions will have." }),
    latestVersion: count.nullable(),
    returnsTo: count.nullable().meta({ description: "The earlier version with the same text." }),
    summary: z.string(),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .nullable()
      .meta({ description: "For the first 100 prompts." }),
    proposals: z.array(proposal).meta({ description: "Where the file says it is live. An import deploys nothing." }),
    problems: z.array(note),
    warnings: z.array(note),
    losses: z.array(loss).meta({ description: "At most 100, those of the content first." }),
    lossCount: count.meta({ description: "Losses of the content." }),
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
  names: z.string().max(100_000).optional().meta({ description: "Names, separated by commas." }),
  history: flag.optional().meta({ description: "Every version, not only the newest. Not for dotprompt." }),
});

// JSON escapes many characters, so 4 MiB of files may need a larger body.
const bodyLimitBytes = importLimits.bytes + 1024 * 1024;

export const transferEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "exportPrompts",
    method: "get",
    path: "/export",
    tag,
    summary: "Export prompts",
    description:
      "Exports an Understudy bundle with hashes, `.prompt` files (Dotprompt), or Langfuse JSON. Without `names` and `folder`, all prompts that are not archived are exported. Pinned snippets are included. An export has at most 500 prompts and 1,000 versions.",
    permission: "prompt:read",
    query: exportQuery,
    idempotency: "none",
    answer: { status: 200, description: "The prompts in the format asked for.", schema: exported },
    errors: ["invalid_name", "not_found"],
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
    tag,
    summary: "Preview an import",
    description: `Reads ${importers.map(({ label }) => label).join(", ")}. Every field that is not imported is listed under losses. Writes nothing.`,
    permission: "prompt:write",
    body: planImportInput,
    bodyLimitBytes,
    idempotency: "none",
    answer: {
      status: 200,
      description: "The plan, snippets first.",
      schema: z.strictObject({
        items: z.array(planItem),
        counts,
        losses: z.array(fileLoss).meta({ description: "Fields that belong to no prompt of the file." }),
      }),
    },
    errors: ["import_invalid", "import_too_slow", "invalid_name"],
    async handle({ actor, body }) {
      return ok(await planImport(actor, body));
    },
  }),
  endpoint({
    id: "pullPrompts",
    method: "post",
    path: "/import/pull",
    tag,
    summary: "Read the prompts of another tool, page by page",
    description: `Reads prompts with every version and label, and datasets, from ${pullSources.map(({ label }) => label).join(", ")}. It writes nothing, there and here, and keeps neither address nor key. Send the \`cursor\` of each answer with the next call until it is null; after a failure the same cursor goes on. The \`files\` are for the plan and the import.`,
    permission: "prompt:write",
    body: pullInput,
    idempotency: "none",
    answer: { status: 200, description: "What this step found.", schema: pullStep },
    errors: ["url_not_allowed", "invalid_cursor", "provider_error", "provider_unavailable"],
    async handle({ actor, body }) {
      return ok(await pullPrompts(actor, body));
    },
  }),
  endpoint({
    id: "checkPulledPrompts",
    method: "post",
    path: "/import/shadow",
    tag,
    summary: "Compare pulled prompts in the other tool and in Understudy",
    description:
      "Fills the newest version of each pulled prompt with sample values, once as the other tool does and once as Understudy would, and returns the differences. A call compares at most 40 files and writes nothing.",
    permission: "prompt:write",
    body: shadowInput,
    bodyLimitBytes,
    idempotency: "none",
    answer: { status: 200, description: "What both sides would send.", schema: shadowReport },
    errors: ["url_not_allowed", "import_invalid", "import_too_slow", "provider_error", "provider_unavailable"],
    async handle({ actor, body }) {
      return ok(await shadowCheck(actor, body));
    },
  }),
  endpoint({
    id: "importPrompts",
    method: "post",
    path: "/import",
    tag,
    summary: "Import prompts",
    description:
      "Imports every prompt that is not skipped, or none if one of them is invalid (422 `import_invalid`). Importing the same files again changes nothing. Nothing goes live. The body is the same as for `/import/plan`.",
    permission: "prompt:write",
    body: planImportInput,
    bodyLimitBytes,
    idempotency: "stored",
    answer: { status: 200, description: "What was created.", schema: importResult },
    errors: ["import_invalid", "import_too_slow", "invalid_name", "already_exists", "revision_conflict"],
    async handle({ actor, body }) {
      return ok(await importPrompts(actor, body));
    },
  }),
];

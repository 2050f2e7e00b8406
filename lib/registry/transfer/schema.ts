import { z } from "zod";
import { promptName } from "../schema";
import { exportFormats, importLimits } from "./format";
import { importFormats } from "./importers";

const sourceFile = z.strictObject({
  name: z.string().min(1, "A file has a name.").max(300, "A file's name has at most 300 characters."),
  text: z.string(),
});

/** The files to import. */
export const planImportInput = z.strictObject({
  format: z.enum(["auto", ...importFormats]).default("auto"),
  files: z
    .array(sourceFile)
    .min(1, "There is no file.")
    .max(importLimits.files, `At most ${importLimits.files} files at once.`),
  /** A folder that is prepended to every name. */
  folder: promptName.optional(),
  /** True imports every version, false only the newest of each prompt. */
  history: z.boolean().default(true),
  /** The names, as in the plan, of prompts to skip. */
  skip: z.array(z.string().max(300)).max(importLimits.prompts).default([]),
  /**
   * The newest version of each prompt that the author has seen; 0 for none. If there is a newer one: 409
   * `revision_conflict`.
   */
  expected: z.record(z.string().max(300), z.int().min(0)).optional(),
});
export type PlanImportInput = z.input<typeof planImportInput>;

/** What to export. Without names and folder, everything. */
export const exportInput = z.strictObject({
  format: z.enum(exportFormats).default("bundle"),
  names: z.array(promptName).min(1).max(importLimits.prompts).optional(),
  folder: promptName.optional(),
  history: z.boolean().default(false),
});
export type ExportInput = z.input<typeof exportInput>;

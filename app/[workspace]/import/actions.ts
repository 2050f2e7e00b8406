"use server";

import { defineAction } from "@/lib/api/action";
import { importPrompts } from "@/lib/registry/commands/import-prompts";
import { planImport } from "@/lib/registry/queries/import-plan";
import { planImportInput } from "@/lib/registry/transfer/schema";

/** What importing these files would change. */
export const planFiles = defineAction(planImportInput, planImport);

/** Imports what is not skipped. */
export const importFiles = defineAction(planImportInput, importPrompts);

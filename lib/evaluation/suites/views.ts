import { z } from "zod";
import type { TestCase } from "@/lib/core/generated/prisma/client";
import { count, time } from "@/lib/core/view-fields";
import { type CaseCheck, checksInput } from "../scorers/check-schema";
import { type PlaceholderValues, placeholdersView } from "../values";

/** A suite as API and pages show it. `revision` identifies the exact set of its cases. */
export const suiteView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    prompt: z.string().nullable(),
    revision: count.meta({
      description:
        "The revision of the suite's cases. Every change of the cases increases it. It identifies an exact set of cases.",
    }),
    cases: count,
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
    archivedAt: time.nullable(),
  })
  .meta({ id: "Suite" });
export type SuiteView = z.output<typeof suiteView>;

/** The source of a case. Null: written by hand. */
const caseSource = z.strictObject({
  kind: z.enum(["playground", "interaction", "import"]),
  prompt: z.string().optional(),
  version: count.optional(),
  model: z.string().optional(),
  interactionId: z.string().optional(),
});
export type CaseSource = z.output<typeof caseSource>;

/** One case. Its key stays the same when its content is replaced. */
export const caseView = z
  .strictObject({
    key: z.string().meta({ description: "The key of the case. It stays the same when the case is edited." }),
    name: z.string().meta({ description: "A short title. If it is empty, lists show the values of the case instead." }),
    variables: z.record(z.string(), z.unknown()),
    placeholders: placeholdersView,
    expected: z.unknown(),
    tags: z.array(z.string()),
    checks: checksInput,
    source: caseSource.nullable(),
    addedIn: count,
    createdBy: z.string(),
    createdAt: time,
  })
  .meta({ id: "Case" });
export type CaseView = z.output<typeof caseView>;

/** Converts a row of test_cases to the view of API and pages. Its JSON was validated by the commands that wrote it. */
export function toCaseView(row: TestCase): CaseView {
  return {
    key: row.caseKey,
    name: row.name,
    variables: row.variables as CaseView["variables"],
    placeholders: (row.placeholders ?? {}) as PlaceholderValues,
    expected: row.expected,
    tags: row.tags,
    checks: (row.checks ?? []) as CaseCheck[],
    source: row.source as CaseSource | null,
    addedIn: row.addedIn,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
  };
}

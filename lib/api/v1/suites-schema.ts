import { z } from "zod";
import { checksInput } from "@/lib/evaluation/scorers/check-schema";

// What the API answers about suites and sample sets.
const time = z.iso.datetime().meta({ pattern: undefined });
const count = z.int().min(0);
const values = z.record(z.string(), z.unknown());
const placeholders = z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).meta({
  description: "Messages by the placeholder's name, such as history: `role` and `content`, or a provider's own shape.",
});

export const sampleSetView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    variables: values,
    placeholders,
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "SampleSet" });

export const suiteView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    prompt: z.string().nullable(),
    revision: count.meta({ description: "Raised by every change of its cases; names an exact set of them." }),
    cases: count,
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
    archivedAt: time.nullable(),
  })
  .meta({ id: "Suite" });

export const caseView = z
  .strictObject({
    key: z.string().meta({ description: "Stays the same while the case is replaced by an edited one." }),
    name: z.string().meta({ description: "A short title; empty: the case is told by its values." }),
    variables: values,
    placeholders,
    expected: z.unknown(),
    tags: z.array(z.string()),
    checks: checksInput,
    source: z
      .strictObject({
        kind: z.enum(["playground", "interaction", "import"]),
        prompt: z.string().optional(),
        version: count.optional(),
        model: z.string().optional(),
        interactionId: z.string().optional(),
      })
      .nullable(),
    addedIn: count,
    createdBy: z.string(),
    createdAt: time,
  })
  .meta({ id: "Case" });

export const changedCases = z.strictObject({ revision: count, cases: z.array(caseView) }).meta({ id: "ChangedCases" });

export const changedSet = changedCases
  .extend({ removed: z.array(caseView).meta({ description: "The cases that were taken out." }) })
  .meta({ id: "ChangedSet" });

export const revisionView = z
  .strictObject({
    revision: count,
    by: z.string().nullable(),
    at: time.nullable(),
    action: z.string().nullable().meta({ description: "As in the audit log." }),
    added: count,
    removed: count,
    replaced: count,
  })
  .meta({ id: "SuiteRevision" });

export const casePage = z.strictObject({
  items: z.array(caseView),
  nextCursor: z.string().nullable(),
  revision: count.meta({ description: "The revision these cases are the set of." }),
});

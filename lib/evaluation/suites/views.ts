import type { TestCase } from "@/lib/core/generated/prisma/client";
import type { CaseCheck } from "../scorers/check-schema";
import type { PlaceholderValues } from "../values";

/** A suite as API and pages show it. `revision` names the exact set of its cases. */
export type SuiteView = {
  id: string;
  name: string;
  description: string;
  prompt: string | null;
  revision: number;
  cases: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
};

/** Where a case came from; null: written by hand. */
export type CaseSource = {
  kind: "playground" | "interaction" | "import";
  prompt?: string;
  version?: number;
  model?: string;
};

/** One case. Its key stays the same while its content is replaced. */
export type CaseView = {
  key: string;
  /** Empty: `caseTitle` tells it by its values. */
  name: string;
  variables: Record<string, unknown>;
  placeholders: PlaceholderValues;
  expected: unknown;
  tags: string[];
  checks: CaseCheck[];
  source: CaseSource | null;
  /** The suite's revision that brought this content. */
  addedIn: number;
  createdBy: string;
  createdAt: string;
};

/** A row of test_cases as API and pages show it. Its JSON was parsed by the commands that wrote it. */
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

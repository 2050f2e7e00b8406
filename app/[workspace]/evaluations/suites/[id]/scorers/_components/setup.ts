import type { ModelOption } from "@/lib/evaluation/models/types";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";

/** What the page knows about the suite whose scorers it shows. */
export type ScorersSetup = {
  workspace: string;
  suiteId: string;
  /** The first cases of the suite, to try scorers on. */
  cases: readonly CaseView[];
  /** Empty for those who may not see models. */
  models: readonly ModelOption[];
  /** What the newest version of the suite's prompt runs on; null: not known. */
  modelUnderTest: { provider: string; name: string } | null;
  mayWrite: boolean;
  mayRun: boolean;
};

/** The same for one scorer: without a suite where it scores live answers, which nobody expected anything of. */
export type ScorerSetup = Pick<ScorersSetup, "workspace" | "models" | "modelUnderTest" | "cases"> & {
  suiteId: string | null;
};

/** The stored scorers. */
export type SavedScorers = { scorers: readonly ScorerConfig[]; hash: string };

/** What is wrong at a path of the scorer that is edited: "pattern", "criteria/0". */
export type FieldErrors = (path: string) => string | undefined;
/** Changes fields of the scorer that is edited. */
export type Patch = (fields: Record<string, unknown>) => void;

import type { ModelOption } from "@/lib/evaluation/models/types";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import type { CaseView } from "@/lib/evaluation/suites/views";
import type { ModelRef } from "@/lib/template/content";

/** The data of the page about the suite. */
export type ScorersSetup = {
  suiteId: string;
  /** The first cases of the suite, to try scorers. */
  cases: readonly CaseView[];
  /** Empty for people who may not see models. */
  models: readonly ModelOption[];
  /** The model of the newest version of the suite's prompt. Null: unknown. */
  modelUnderTest: ModelRef | null;
  mayWrite: boolean;
  mayRun: boolean;
};

/** The data for one scorer. Without a suite if it scores live answers, which have no expected answer. */
export type ScorerSetup = Pick<ScorersSetup, "models" | "modelUnderTest" | "cases"> & {
  suiteId: string | null;
};

/** The stored scorers. */
export type SavedScorers = { scorers: readonly ScorerConfig[]; hash: string };

/** Returns the error at a path of the edited scorer: "pattern", "criteria/0". */
export type FieldErrors = (path: string) => string | undefined;
/** Changes fields of the edited scorer. */
export type Patch = (fields: Record<string, unknown>) => void;

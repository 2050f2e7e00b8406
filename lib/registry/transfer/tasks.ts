import { defineTask } from "@/lib/core/work/task";
import type { LoadedSnippet } from "@/lib/template/expand";
import { type NamedPrompt, type PlannedPrompt, type PlanState, planPrompts } from "./plan";
import { describePlans, type FileLoss, type ImportPlan } from "./plan-items";
import { readPrompts } from "./read-prompts";

const tooSlow = {
  code: "import_too_slow",
  message: "These files take too much processor time to read. Import them in parts.",
} as const;

/** Reads and names the prompts in files, and lists lost fields that belong to none of them. */
export const readImportTask = defineTask({ name: "read import", cpuMs: 5_000, tooSlow, work: readPrompts });

/** The existing prompts with the names of the prompts to import. */
export type KnownState = Pick<PlanState, "known" | "aliases">;

type RequestedSnippet = LoadedSnippet & { requestedVersion: number | null };
type ToPlan = {
  prompts: readonly NamedPrompt[];
  state: KnownState;
  snippets: readonly RequestedSnippet[];
  history: boolean;
};

function plan({ prompts, state, snippets, history }: ToPlan): PlannedPrompt[] {
  const load: PlanState["load"] = (name, version) =>
    snippets.find((each) => each.name === name && each.requestedVersion === (version ?? null)) ?? null;
  return [...planPrompts(prompts, { ...state, load }, history)];
}

/** Plans what an import will write. */
export const planImportTask = defineTask({ name: "plan import", cpuMs: 10_000, tooSlow, work: plan });

/** Plans an import and describes it for people, with differences. */
export const describeImportTask = defineTask({
  name: "describe import",
  cpuMs: 10_000,
  tooSlow,
  work: ({ losses, ...input }: ToPlan & { losses: FileLoss[] }): ImportPlan => describePlans(plan(input), losses),
});

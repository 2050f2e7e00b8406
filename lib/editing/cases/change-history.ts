import type { CasesChange } from "@/lib/evaluation/suites/schema";

export type Step = "undo" | "redo";

/** The saved changes, as the inverse changes for undo and redo. */
export class ChangeHistory {
  readonly #steps: Record<Step, CasesChange[]> = { undo: [], redo: [] };

  has(step: Step): boolean {
    return this.#steps[step].length > 0;
  }

  take(step: Step): CasesChange | undefined {
    return this.#steps[step].pop();
  }

  /** Stores the inverse of a change. A new change clears the redo list. */
  note(inverse: CasesChange, of: "change" | Step): void {
    if (of === "change") this.#steps.redo.length = 0;
    this.#steps[of === "undo" ? "redo" : "undo"].push(inverse);
  }
}

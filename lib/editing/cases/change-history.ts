import type { CasesChange } from "@/lib/evaluation/suites/schema";

export type Step = "undo" | "redo";

/** What was saved, as the changes that take it back and that do it again. */
export class ChangeHistory {
  readonly #steps: Record<Step, CasesChange[]> = { undo: [], redo: [] };

  has(step: Step): boolean {
    return this.#steps[step].length > 0;
  }

  take(step: Step): CasesChange | undefined {
    return this.#steps[step].pop();
  }

  /** Notes what takes a change back. A new change leaves nothing to do again. */
  note(inverse: CasesChange, of: "change" | Step): void {
    if (of === "change") this.#steps.redo.length = 0;
    this.#steps[of === "undo" ? "redo" : "undo"].push(inverse);
  }
}

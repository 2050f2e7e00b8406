import { findingSentence, worstFirst } from "@/lib/guards/finding-words";
import type { MetricFinding } from "@/lib/guards/findings";
import { isHarmful } from "@/lib/guards/reading";
import type { GuardCheckView } from "@/lib/guards/views";
import type { SimulatedAnswer } from "./application";
import type { WorseRelease } from "./release-worse";
import { clock } from "./report";

/** An automatic rollback, as recorded in the release. */
export type Rollback = { at: Date; to: number; findings: MetricFinding[]; firstHitAt: Date };

type Moment = { at: Date; words: string };

const sentences = (findings: readonly MetricFinding[]) =>
  worstFirst(findings).filter(isHarmful).map(findingSentence).join(" ");

/** Reports what happens to a worse version, and the duration of each step. */
export class Story {
  released: WorseRelease | null = null;
  firstBad: Moment | null = null;
  firstScore: Date | null = null;
  enough: Date | null = null;
  firstHit: Date | null = null;
  rollback: Rollback | null = null;
  servedAgain: Date | null = null;
  /** Answers of the worse version, and those that the shop could not use. */
  answers = 0;
  bad = 0;

  constructor(readonly tell: (line: string) => void = console.log) {}

  #say(at: Date, words: string): void {
    this.tell(`${clock(at)}  ${words}`);
  }

  promoted(released: WorseRelease): void {
    this.released = released;
    const { at, bad, good, message, isPastGate } = released;
    this.#say(
      at,
      `v${bad} is live in place of v${good}: "${message}"${isPastGate ? " (past its gate, on record)" : ""}`,
    );
  }

  /** Called for every answer to the shop. */
  answered({ at, version, fault }: SimulatedAnswer): void {
    const { released, rollback } = this;
    if (!released) return;
    if (version === released.bad) {
      this.answers++;
      if (fault === null) return;
      this.bad++;
      if (this.firstBad) return;
      this.firstBad = { at, words: fault };
      this.#say(at, `the first bad answer of v${version}: ${fault}`);
    } else if (version === released.good && rollback && !this.servedAgain) {
      this.servedAgain = at;
      this.#say(at, `the shop gets v${version} again`);
    }
  }

  /** Called with the number of scored answers of the worse version. */
  scored(count: number, needed: number, at: Date): void {
    if (count > 0 && !this.firstScore) {
      this.firstScore = at;
      this.#say(at, `the first answers of v${this.released?.bad} are scored`);
    }
    if (count >= needed && !this.enough) {
      this.enough = at;
      this.#say(at, `${count} are scored: enough to compare`);
    }
  }

  /** Called with a check from the guard's history. */
  checked({ at, outcome, findings, version }: GuardCheckView): void {
    if (version !== this.released?.bad || this.firstHit) return;
    if (outcome !== "suspect" && outcome !== "worse" && outcome !== "critical") return;
    this.firstHit = new Date(at);
    this.#say(this.firstHit, `first hit: ${sentences(findings)}`);
  }

  rolledBack(rollback: Rollback): void {
    if (this.rollback) return;
    this.rollback = rollback;
    if (!this.firstHit) {
      this.firstHit = rollback.firstHitAt;
      this.#say(rollback.firstHitAt, "first hit");
    }
    this.#say(
      rollback.at,
      `second hit, and v${rollback.to} is live again automatically: ${sentences(rollback.findings)}`,
    );
  }

  get isOver(): boolean {
    return this.rollback !== null && this.servedAgain !== null;
  }

  /** The durations, one per line: "promoted → first bad answer   0.1 s". */
  times(): string[] {
    const { released, firstBad, firstScore, enough, firstHit, rollback, servedAgain } = this;
    const steps: [string, Date | null | undefined, Date | null | undefined][] = [
      ["promoted → first bad answer", released?.at, firstBad?.at],
      ["first bad answer → first scores seen", firstBad?.at, firstScore],
      ["first bad answer → enough scores", firstBad?.at, enough],
      ["enough scores → first hit", enough, firstHit],
      ["first hit → rolled back", firstHit, rollback?.at],
      ["rolled back → old version served", rollback?.at, servedAgain],
      ["enough scores → old version served", enough, servedAgain],
      ["first bad answer → old version served", firstBad?.at, servedAgain],
    ];
    return steps.flatMap(([name, from, to]) =>
      from && to
        ? [`${name.padEnd(40)}${(Math.max(0, to.getTime() - from.getTime()) / 1_000).toFixed(1).padStart(7)} s`]
        : [],
    );
  }
}

import { writeFileSync } from "node:fs";
import type { Reporter, TestCase } from "vitest/node";
import { withReason } from "./report";

/** Writes the tests that passed only after a retry, with the reason, to the file in UNDERSTUDY_FLAKY_REPORT. */
export default class FlakyReporter implements Reporter {
  readonly #flaky: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const [error] = test.result().errors ?? [];
    if (test.diagnostic()?.flaky) this.#flaky.push(withReason(test.fullName, error?.message, error?.diff));
  }

  onTestRunEnd(): void {
    const file = process.env.UNDERSTUDY_FLAKY_REPORT;
    if (file) writeFileSync(file, JSON.stringify(this.#flaky));
  }
}

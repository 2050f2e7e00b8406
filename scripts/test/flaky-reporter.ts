import { writeFileSync } from "node:fs";
import type { Reporter, TestCase } from "vitest/node";

/** Writes down, where UNDERSTUDY_FLAKY_REPORT says, which tests passed only when they were tried again. */
export default class FlakyReporter implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(test.fullName);
  }

  onTestRunEnd(): void {
    const file = process.env.UNDERSTUDY_FLAKY_REPORT;
    if (file) writeFileSync(file, JSON.stringify(this.#names));
  }
}

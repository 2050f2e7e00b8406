import { stripVTControlCharacters } from "node:util";

/** Totals over all kinds of checks, from the reports of vitest and Playwright. */
export type Totals = { passed: number; failed: number; skipped: number };
export type Outcome = Totals & {
  /** Tests that passed only after a retry, each with the error of its first try. */
  flaky?: readonly string[];
  /** The output of a failure, printed below the step. */
  output?: string;
  /** Sentences: what was skipped, and why. */
  skips?: string[];
};

export const none: Totals = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Totals, b: Totals): Totals => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const lastLine = ({ passed, failed, skipped }: Totals) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

const linesOf = (text: string) => stripVTControlCharacters(text).trim().split("\n");
const shownChanges = 4;

/**
 * A test with the first line of its error and the first lines of its diff, without terminal colours. Prisma's reason is
 * the last line.
 */
export function withReason(name: string, message = "", diff = ""): string {
  const lines = linesOf(message);
  const reason = lines[0]?.endsWith("invocation:") ? lines.at(-1) : lines[0];
  const changes = linesOf(diff).filter((line) => /^[-+] (?!Expected|Received)/.test(line));
  const all = [reason, ...changes.slice(0, shownChanges).map((line) => line.replaceAll(/\s+/g, " "))];
  return reason ? `${name} (first try: ${all.join(" ")})` : name;
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { status: string; fullName: string; tags: string[] }[];
  }[];
};

/**
 * A file that could not be loaded has no tests in the report, but counts as a failure. Slow tests that were left out,
 * and tests with another name than the one that was asked for, are in the report as skipped, but are not counted.
 */
export function fromVitest(
  report: VitestReport,
  { withSlow, testName = "" }: { withSlow: boolean; testName?: string },
): Totals & { skippedNames: string[] } {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const skipped = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(
      ({ status, tags, fullName }) =>
        status !== "passed" &&
        status !== "failed" &&
        (withSlow || !tags.includes("slow")) &&
        new RegExp(testName).test(fullName),
    ),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: skipped.length,
    skippedNames: skipped.map(({ fullName }) => fullName),
  };
}

/**
 * The printed lines for skipped tests. Tests that another command runs, which their names give in parentheses, share a
 * line.
 */
export function skipLines(names: readonly string[]): string[] {
  const commands = new Map<string, number>();
  const others = new Set<string>();
  for (const name of names) {
    const command = /\((npm run [\w:-]+)\)/.exec(name)?.[1];
    if (command) commands.set(command, (commands.get(command) ?? 0) + 1);
    else others.add(name);
  }
  return [
    ...[...commands].map(([command, count]) => `skipped: ${count} tests of ${command}`),
    ...[...others].map((name) => `skipped: ${name}`),
  ];
}

type PlaywrightSuite = {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
  suites?: PlaywrightSuite[];
};

const flakyIn = ({ title, suites = [], specs = [] }: PlaywrightSuite): string[] => [
  ...specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === "flaky")
      .map(({ results }) => withReason(`${title}: ${spec.title}`, results[0]?.error?.message)),
  ),
  ...suites.flatMap(flakyIn),
];

/** Errors outside of tests (a broken file, a server that did not start) count as one failure each. */
export function fromPlaywright({ stats, errors, suites = [] }: PlaywrightReport) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    flaky: suites.flatMap(flakyIn),
  };
}

/** Parses the last lines of `python3 -m unittest`. */
export function fromUnittest(output: string): Totals {
  const count = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(output)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  return { passed: Math.max(0, ran - failed - count("skipped")), failed, skipped: count("skipped") };
}

import { expect, test } from "vitest";
import { add, fromPlaywright, fromUnittest, fromVitest, lastLine, none, skipLines, withReason } from "./report";

const file = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  status,
  assertionResults: tests.map((outcome) => ({ status: outcome, fullName: `a ${outcome} test`, tags: [] as string[] })),
});

const report = (...testResults: ReturnType<typeof file>[]) => {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (status: string) => all.filter((entry) => entry.status === status).length;
  return {
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("pending"),
    numTodoTests: count("todo"),
    testResults,
  };
};

test("a file that did not load counts as a failure", () => {
  expect(fromVitest(report(file("passed", "passed"), file("failed")), { withSlow: true }).failed).toBe(1);
  expect(fromVitest(report(file("failed", "passed", "failed")), { withSlow: true }).failed).toBe(1);
});

test("skipped and planned tests are counted and named", () => {
  const { skipped, skippedNames } = fromVitest(report(file("passed", "passed", "pending", "todo")), { withSlow: true });
  expect(skipped).toBe(2);
  expect(skippedNames).toEqual(["a pending test", "a todo test"]);
});

test("slow tests that were left out are not skipped tests", () => {
  const results = file("passed", "passed", "pending");
  const slow = { ...results.assertionResults[1], status: "skipped", fullName: "a slow test", tags: ["slow"] };
  const all = report({ ...results, assertionResults: [...results.assertionResults, slow] });
  expect(fromVitest(all, { withSlow: false }).skippedNames).toEqual(["a pending test"]);
  expect(fromVitest(all, { withSlow: true }).skippedNames).toEqual(["a pending test", "a slow test"]);
});

test("tests of other names than the wanted one are not skipped tests", () => {
  const results = file("passed", "pending", "todo");
  expect(fromVitest(report(results), { withSlow: true, testName: "a todo" }).skippedNames).toEqual(["a todo test"]);
});

test("skipped tests of another command share a line", () => {
  const names = [
    "events (npm run test:clickhouse) are kept",
    "spans (npm run test:clickhouse)",
    "no redis",
    "no redis",
  ];
  expect(skipLines(names)).toEqual(["skipped: 2 tests of npm run test:clickhouse", "skipped: no redis"]);
});

test("an error outside the journeys is a failure", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  const totals = fromPlaywright({ stats, errors: [{ message: "no server" }] });
  expect(totals).toEqual({ passed: 4, failed: 2, skipped: 2, flaky: [] });
});

test("a test that passed only at its second attempt is listed, at any depth", () => {
  const results = [{ error: { message: "\u001b[31mtoo late\u001b[0m\nat a line" } }, {}];
  const spec = (title: string, status: string) => ({ title, tests: [{ status, results }] });
  const inner = { title: "a member", specs: [spec("signs in", "flaky")] };
  const suites = [{ title: "sign-in.spec.ts", specs: [spec("is refused", "expected")], suites: [inner] }];
  const { passed, flaky } = fromPlaywright({
    stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 0 },
    errors: [],
    suites,
  });
  expect(passed).toBe(2);
  expect(flaky).toEqual(["a member: signs in (first try: too late)"]);
  expect(withReason("signs in")).toBe("signs in");
  const ofPrisma = "\nInvalid `prisma.$executeRaw()` invocation:\n\n\nRaw query failed. Code: `40P01`.";
  expect(withReason("counts", ofPrisma)).toBe("counts (first try: Raw query failed. Code: `40P01`.)");
  const diff = '- Expected\n+ Received\n\n  {\n-   "alerts": "1",\n+   "alerts": "2",\n  }';
  expect(withReason("changes nothing", "expected {…} to equal {…}", diff)).toBe(
    'changes nothing (first try: expected {…} to equal {…} - "alerts": "1", + "alerts": "2",)',
  );
});

test("the last line adds everything up", () => {
  const totals = add(add(none, { passed: 1, failed: 0, skipped: 0 }), { passed: 2, failed: 1, skipped: 4 });
  expect(lastLine(totals)).toBe("3 passed, 1 failed, 4 skipped");
});

test("the summary of unittest is counted", () => {
  expect(fromUnittest("...\nRan 34 tests in 1.2s\n\nOK")).toEqual({ passed: 34, failed: 0, skipped: 0 });
  const failed = fromUnittest("Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=3)");
  expect(failed).toEqual({ passed: 3, failed: 3, skipped: 3 });
});

/** The kinds of checks. Each returns its totals. None throws for a failed check. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@/e2e/support/chromium";
import { build, findBuild } from "../prepare";
import { root, runNode, runProgram } from "./processes";
import { fromPlaywright, fromUnittest, fromVitest, none, type Outcome } from "./report";
import { browserForTests, databaseForTests, redisForTests, serverForTests } from "./services";

type Context = {
  /** Parts of file names. Empty for all files. */
  filters: string[];
  /** Part of the names of tests. */
  testName?: string;
  /** Whether tests with the tag "slow" run. */
  withSlow: boolean;
  log: (line: string) => void;
};
export type Step = (context: Context) => Promise<Outcome>;

const minutes = (count: number) => count * 60_000;
const bin = (path: string) => join(root, "node_modules", path);

async function check(args: string[], timeoutMs: number): Promise<Outcome> {
  const { code, output, timedOut } = await runNode(args, { timeoutMs });
  if (code === 0) return { ...none, passed: 1 };
  return { ...none, failed: 1, output: timedOut ? `${output}\nstopped: it took too long` : output };
}

/** Next generates the types of routes and CSS imports, which a fresh clone lacks. */
const types: Step = async () => {
  const generated = await check([bin("next/dist/bin/next"), "typegen"], minutes(5));
  if (generated.failed) return generated;
  return check(
    [bin("typescript/bin/tsc"), "--noEmit", "--pretty", String(process.stdout.isTTY ?? false), "-p", "."],
    minutes(10),
  );
};

/** Formatting and lint rules, then unused files, exports and packages. */
const lint: Step = async () => {
  const colors = process.stdout.isTTY ? [] : ["--colors=off"];
  const biome = [bin("@biomejs/biome/bin/biome"), "ci", ...colors, "--diagnostic-level=error", "."];
  const linted = await check(biome, minutes(5));
  if (linted.failed) return linted;
  return check([bin("knip/bin/knip.js"), "--no-progress"], minutes(5));
};

function readReport<T>(file: string): T | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : null;
}

function reportFile(name: string): string {
  const file = join(root, ".test", name);
  mkdirSync(join(root, ".test"), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

async function vitest(project: string, context: Context, timeoutMs: number, env = {}): Promise<Outcome> {
  const { filters, testName, withSlow } = context;
  const file = reportFile(`${project}.json`);
  const flakyFile = reportFile(`${project}-flaky.json`);
  const own = `--reporter=${join(root, "scripts/test/flaky-reporter.ts")}`;
  const reporters = ["--reporter=default", "--reporter=json", own, `--outputFile.json=${file}`];
  const tags = withSlow ? [] : ["--tags-filter=!slow"];
  const named = testName ? ["-t", testName] : [];
  const args = ["run", "--project", project, ...reporters, ...tags, ...named, "--passWithNoTests", ...filters];
  const { code, output, timedOut } = await runNode([bin("vitest/vitest.mjs"), ...args], {
    timeoutMs,
    env: { ...env, UNDERSTUDY_FLAKY_REPORT: flakyFile },
  });
  const report = readReport<Parameters<typeof fromVitest>[0]>(file);
  const { skippedNames, ...totals } = report
    ? fromVitest(report, { withSlow, ...(testName && { testName }) })
    : { ...none, skippedNames: [] };
  const failed = code === 0 ? totals.failed : Math.max(1, totals.failed);
  const ending = timedOut ? "\nstopped: it took too long" : "";
  return {
    ...totals,
    failed,
    flaky: readReport<string[]>(flakyFile) ?? [],
    ...(failed > 0 && { output: output + ending }),
    skips: skippedNames,
  };
}

/** Without slow tests, properties get a third of their cases. */
const numberOfCases = ({ withSlow }: Context) => process.env.UNDERSTUDY_TEST_CASES ?? (withSlow ? "1" : "0.33");

const unit: Step = (context) => vitest("unit", context, minutes(20), { UNDERSTUDY_TEST_CASES: numberOfCases(context) });

const integration: Step = async (context) => {
  const TEST_DATABASE_URL = await databaseForTests();
  const redis = await redisForTests(context.log);
  const env = {
    TEST_DATABASE_URL,
    TEST_REDIS_URL: "url" in redis ? redis.url : "",
    UNDERSTUDY_TEST_CASES: numberOfCases(context),
  };
  const outcome = await vitest("integration", context, minutes(45), env);
  if ("url" in redis || outcome.skipped === 0) return outcome;
  return { ...outcome, skips: [`${outcome.skipped} tests on Redis: ${redis.missing}`] };
};

/** The Python package, tested against responses of the server's code and against faulty servers. */
const python: Step = async ({ filters, testName }) => {
  const { code: found } = await runProgram("python3", ["--version"], { timeoutMs: minutes(1) });
  if (found !== 0) return { ...none, skipped: 1, skips: ["the tests of the Python package: there is no python3"] };
  const vectors = reportFile("python-vectors.json");
  const written = await check(
    ["--import", "tsx", join(root, "sdk-python/tests/write-vectors.ts"), vectors],
    minutes(2),
  );
  if (written.failed) return written;
  const files = filters.length > 0 ? filters : ["discover", "-s", "tests", "-t", "."];
  const names = testName ? ["-k", testName] : [];
  const { output, code, timedOut } = await runProgram(
    "python3",
    ["-W", "ignore", "-m", "unittest", ...files, ...names],
    {
      timeoutMs: minutes(10),
      cwd: join(root, "sdk-python"),
      env: { UNDERSTUDY_VECTORS: vectors, PYTHONDONTWRITEBYTECODE: "1" },
    },
  );
  const totals = fromUnittest(output);
  const failed = code === 0 ? totals.failed : Math.max(1, totals.failed);
  return { ...totals, failed, ...(failed > 0 && { output: timedOut ? `${output}\nstopped: too long` : output }) };
};

const stopped = new AbortController();

type Journeys = { missing: string } | { browser: Browser; server: string };
let journeys: Promise<Journeys> | undefined;

async function startJourneys(log: (line: string) => void, niceness: number): Promise<Journeys> {
  const browser = await browserForTests(log);
  if ("missing" in browser) return browser;
  if (!findBuild()) {
    log("building the application");
    await build({ signal: stopped.signal, niceness });
  }
  log("starting it on an empty data folder");
  return { browser, server: await serverForTests() };
}

/**
 * Finds a browser, builds the pages and starts the application for the journeys, once. `niceness` of the build is as in
 * nice(1). Rejects with the output of a failed build.
 */
export function prepareJourneys(log: (line: string) => void, niceness = 0): Promise<Journeys> {
  journeys ??= startJourneys(log, niceness);
  journeys.catch(() => {}); // the journeys report it
  return journeys;
}

/** Aborts a running build. */
export const stopBuilding = () => stopped.abort();

const playwright = (args: string[], env: Record<string, string>, timeoutMs: number) =>
  runNode([bin("@playwright/test/cli.js"), "test", ...args], { env, timeoutMs });

async function countJourneys(filters: string[]): Promise<number> {
  const { output } = await playwright(["--list", "--reporter=line", ...filters], {}, minutes(1));
  return Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1);
}

const e2e: Step = async ({ filters, testName, withSlow, log }) => {
  const chosen = [...(withSlow ? [] : ["--grep-invert=@slow"]), ...(testName ? ["--grep", testName] : []), ...filters];
  const prepared = await prepareJourneys(log);
  if ("missing" in prepared) {
    const skipped = await countJourneys(chosen);
    return { ...none, skipped, skips: [`${skipped} browser journeys: ${prepared.missing}`] };
  }
  const report = reportFile("e2e.json");
  const env = {
    UNDERSTUDY_TEST_BROWSER: JSON.stringify(prepared.browser),
    UNDERSTUDY_TEST_SERVER: prepared.server,
    UNDERSTUDY_TEST_REPORT: report,
  };
  log("walking through it in Chromium");
  const { code, output, timedOut } = await playwright(["--pass-with-no-tests", ...chosen], env, minutes(45));
  const read = readReport<Parameters<typeof fromPlaywright>[0]>(report);
  const totals = read ? fromPlaywright(read) : none;
  const failed = code === 0 ? totals.failed : Math.max(1, totals.failed);
  return { ...totals, failed, ...(failed > 0 && { output: timedOut ? `${output}\nstopped: too long` : output }) };
};

export const steps = { types, lint, unit, python, integration, e2e } satisfies Record<string, Step>;
export type StepName = keyof typeof steps;

/**
 * Runs the checks of this project: `npm test`. Slow tests run only in `npm run test:full` and in a part that is named:
 * types, lint, unit, python, integration, e2e. Arguments after the parts select test files, `-t` tests by their name:
 * `npm run test:unit -- lib/registry -t "a merge"`.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { generateClient } from "./prisma";
import { readArguments } from "./test/arguments";
import { endAll } from "./test/processes";
import { add, lastLine, none, type Outcome, skipLines, type Totals } from "./test/report";
import { stopServices } from "./test/services";
import { prepareJourneys, type StepName, steps, stopBuilding } from "./test/steps";

// Temporary files of the tests are deleted at the end, also if a test was killed.
const temporary = mkdtempSync(join(tmpdir(), "understudy-tests-"));
chmodSync(temporary, 0o711); // PostgreSQL's own user, if root runs the tests, has its folder in it
const compiled = `tsx-${userInfo().uid}`; // the tsx cache is shared with the next run
mkdirSync(join(tmpdir(), compiled), { recursive: true });
symlinkSync(join(tmpdir(), compiled), join(temporary, compiled));
process.env.TMPDIR = temporary;
process.once("exit", () => {
  try {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  } catch {} // a process that is ending still writes there
});

const isStep = (name: string): name is StepName => Object.hasOwn(steps, name);
const { args, testName, unknownOption } = readArguments(process.argv.slice(2));
const chosen = args.filter(isStep);
const filters = args.filter((name) => !isStep(name) && name !== "full");
const withSlow = chosen.length > 0 || args.includes("full");
if (unknownOption) {
  const parts = Object.keys(steps).join(", ");
  console.error(`${unknownOption} is unknown. Name parts (${parts}), files, and a test with -t "its name".`);
  process.exit(1);
}
const plan = chosen.length > 0 ? chosen : (Object.keys(steps) as StepName[]);

const log = (line: string) => console.log(`  ${line}`);
let totals: Totals = none;
const skips: string[] = [];
const flaky: string[] = [];
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function attempt(name: StepName): Promise<Outcome> {
  try {
    return await steps[name]({ filters, testName, withSlow, log });
  } catch (error) {
    return { ...none, failed: 1, output: error instanceof Error ? error.message : String(error) };
  }
}

async function runStep(name: StepName): Promise<void> {
  const began = performance.now();
  console.log(`${name} …`);
  const outcome = await attempt(name);
  if (isStopping) return;
  totals = add(totals, outcome);
  skips.push(...(outcome.skips ?? []));
  flaky.push(...(outcome.flaky ?? []));
  if (outcome.output) console.log(`\n${outcome.output.trimEnd()}\n`);
  const retried = outcome.flaky?.length ?? 0;
  console.log(`${name}: ${lastLine(outcome)}${retried > 0 ? `, ${retried} flaky` : ""} (${seconds(began)})`);
}

async function runLane(names: StepName[]): Promise<void> {
  for (const name of names) if (!isStopping) await runStep(name);
}

/**
 * Types and lint use one processor each, so they run together, before the build, which writes the folder from which
 * types are read. The Python tests mostly wait, so they run beside other work. The pages are built and the application
 * for the journeys is started in idle time of other tests. Journeys run in parallel with other tests if there are
 * enough processors; on two processors they would only slow each other down.
 */
async function run(): Promise<void> {
  await generateClient();
  const only = (...names: StepName[]) => plan.filter((name) => names.includes(name));
  await Promise.all([runLane(only("types")), runLane(only("lint"))]);
  const [others, journeys] = [only("unit", "integration"), only("e2e")];
  if (others.length > 0 && journeys.length > 0) void prepareJourneys(log, 10);
  const beside = runLane(only("python"));
  if (availableParallelism() > 2) await Promise.all([runLane(others), runLane(journeys)]);
  else await runLane([...others, ...journeys]);
  await beside;
}

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (isStopping) return;
    isStopping = true;
    console.log(`\n${signal}: stopping what runs.`);
    stopBuilding();
    await endAll();
    await stopServices();
    process.exit(signal === "SIGINT" ? 130 : 143);
  });
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  totals = add(totals, { ...none, failed: 1 });
}
if (!isStopping) {
  await stopServices();
  for (const line of skipLines(skips)) console.log(line);
  for (const test of flaky) console.log(`flaky: ${test}`);
  if (!withSlow) console.log("not run: slow tests (npm run test:full)");
  console.log(lastLine(totals));
  const isEmpty = totals.passed + totals.failed + totals.skipped === 0;
  if (isEmpty) console.log(`No test matches ${[...filters, testName].join(" ").trim()}.`);
  process.exit(totals.failed > 0 || isEmpty ? 1 : 0);
}

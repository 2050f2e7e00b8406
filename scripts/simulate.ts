/**
 * `npm run simulate`: simulates a shop that uses Understudy over the public API like any application, so that the pages
 * show activity. With `-- --flop` a worse version is released, detected, and rolled back automatically, with the times
 * printed.
 */
import { mulberry32 } from "@/lib/experiments/statistics";
import { checkServer, connect } from "./simulate/api";
import { Application } from "./simulate/application";
import { playFlop } from "./simulate/flop";
import { type Options, readOptions, Trouble, usage } from "./simulate/options";
import { Reporter } from "./simulate/report";
import { scenes } from "./simulate/scenes";

const everyMs = 5_000;

/** Simulates traffic of all scenes until it is stopped. Prints a line every few seconds. */
async function playShop({ url, key, rate, minutes, seed }: Options, signal: AbortSignal): Promise<void> {
  const call = connect(url, key);
  const application = new Application(call, { scenes, rate, random: mulberry32(seed) });
  console.log(`Fernway's shop asks ${url} ${rate} times a second, for ${minutes} min. Ctrl-C ends it.\n`);
  const reporter = new Reporter(application);
  const timer = setInterval(() => {
    if (application.absent.size === scenes.length) return;
    console.log(reporter.lines().join("\n"));
  }, everyMs);
  await application.run(signal).finally(() => clearInterval(timer));
  console.log(reporter.lines().join("\n"));
  if (application.absent.size === scenes.length)
    throw new Trouble(
      `None of the demo's prompts is live in production there. Start Understudy on an empty data folder, which fills the demo workspace.`,
    );
  console.log(`\n${application.outbox.accepted.toLocaleString("en")} events are stored. The pages show them: ${url}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env.UNDERSTUDY_DATA_DIR || ".data");
  if (!options) return console.log(usage);
  await checkServer(options.url, connect(options.url, options.key));
  const ending = new AbortController();
  const { signal } = ending;
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => ending.abort());
  // Not AbortSignal.timeout: inside AbortSignal.any it may be garbage-collected and then never fires.
  const timer = setTimeout(() => ending.abort(), options.minutes * 60_000);
  try {
    if (options.isFlop) await playFlop(options, signal);
    else await playShop(options, signal);
  } finally {
    clearTimeout(timer);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Trouble ? error.message : error);
  process.exitCode = 1;
});

import { writeFile } from "node:fs/promises";
import { type Api, promptPath } from "../api";
import { type Command, text } from "../command";
import { exits, Failure, misuse } from "../failure";
import { type Evaluation, judge, type Result, writeJunit, writeMarkdown } from "../report";

const ended = ["finished", "cancelled", "failed"];
const pollMs = () => Number(process.env.UNDERSTUDY_POLL_MS ?? 3_000);

type Gate = { state: string; run: { id: string } | null };

export const evaluate: Command = {
  name: "eval",
  summary: "evaluate versions and check whether they pass",
  usage: "NAME…",
  positionals: { least: 1, most: 50 },
  options: {
    version: { type: "string", value: "N", help: "the version; default: the newest" },
    to: { type: "string", value: "ENV", help: "the environment whose gate decides" },
    suite: { type: "string", value: "SUITE", help: "the suite to evaluate on, instead of a gate" },
    minimum: { type: "string", value: "SHARE", help: "with --suite: the minimum score of each dimension, 0 to 1" },
    junit: { type: "string", value: "FILE", help: "write the cases as JUnit XML" },
    markdown: { type: "string", value: "FILE", help: "write the result as Markdown" },
    timeout: { type: "string", value: "SECONDS", help: "the maximum time to wait, in seconds; default: 1800" },
  },
  notes:
    "Exits with 1 if a version does not pass. An inconclusive evaluation does not pass. If the version was already evaluated on the same cases, that evaluation is used.",
  async run({ positionals, values, project, api: connect, say, answer }) {
    const suite = text(values, "suite");
    const environment = text(values, "to") ?? project.environment;
    if (!suite && !environment) throw misuse("Use --to for a gate, or --suite.");
    const versionText = text(values, "version");
    if (versionText !== undefined && positionals.length > 1) throw misuse("--version needs exactly one prompt.");
    const minimum = numberOf(values, "minimum", 0);
    const deadline = Date.now() + numberOf(values, "timeout", 1_800) * 1_000;
    const api = await connect();
    const results: Result[] = [];
    for (const name of positionals) {
      const version =
        versionText === undefined
          ? (await api.call<{ latestVersion: number }>(promptPath(name))).latestVersion
          : numberOf(values, "version", 0);
      const id = suite
        ? await onSuite(api, { name, version, suite })
        : await byGate(api, name, version, environment ?? "");
      say(`Evaluating ${name} v${version}: ${id}`);
      const evaluation = await follow(api, id, deadline, say);
      const result = { evaluation, ...judge(evaluation, suite === undefined ? null : minimum) };
      results.push(result);
      say(writeMarkdown([result]).trimEnd());
    }
    const isPassed = results.every((result) => result.isPassed);
    const junit = text(values, "junit");
    const markdown = text(values, "markdown");
    if (junit) await writeFile(junit, writeJunit(results));
    if (markdown) await writeFile(markdown, writeMarkdown(results));
    answer({ isPassed, evaluations: results });
    return isPassed ? exits.ok : exits.no;
  },
};

function numberOf(values: Parameters<typeof text>[0], name: string, otherwise: number): number {
  const option = text(values, name);
  if (option === undefined) return otherwise;
  const number = Number(option.replace(/^v/, ""));
  if (!Number.isFinite(number) || number < 0) throw misuse(`--${name} is a number, not "${option}".`);
  return number;
}

async function onSuite(api: Api, { name, version, suite }: { name: string; version: number; suite: string }) {
  const body = { prompt: name, version, suite };
  return (await api.call<{ id: string }>("/evaluations", { method: "POST", body })).id;
}

async function byGate(api: Api, name: string, version: number, environment: string): Promise<string> {
  const gate = `${promptPath(name)}/gates/${encodeURIComponent(environment)}`;
  const { state, run } = await api.call<Gate>(`${gate}/verdict`, { query: { version } });
  if ((state === "passed" || state === "failed") && run) return run.id;
  return (await api.call<{ id: string }>(`${gate}/run`, { method: "POST", body: { version } })).id;
}

/** Polls until the run has ended, and the run of the live version too. */
async function follow(api: Api, id: string, deadline: number, say: (line: string) => void): Promise<Evaluation> {
  for (let reported = -1; ; ) {
    const evaluation = await api.call<Evaluation>(`/evaluations/${encodeURIComponent(id)}`);
    if (ended.includes(evaluation.status) && evaluation.gate?.state !== "running") return evaluation;
    const { done, total } = evaluation.progress;
    if (done !== reported) say(`  ${done} of ${total}`);
    reported = done;
    if (Date.now() > deadline)
      throw new Failure("timeout", `The evaluation did not finish in time: ${done} of ${total} answers.`, exits.failed);
    await new Promise((wake) => setTimeout(wake, pollMs()));
  }
}

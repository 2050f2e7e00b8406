type Marks = Record<string, boolean | null>;
type Case = {
  position: number;
  title: string;
  verdict: string;
  result: { passed: Marks; failed: number; latencyMs: number | null };
};
type Gate = {
  state: string;
  liveVersion: number | null;
  comparison: { sentence: string } | null;
  reasons: { message: string }[];
  brokenCases: { position: number; title: string; dimensions: string[] }[];
};

/** The fields of the API's evaluation that are used. */
export type Evaluation = {
  id: string;
  prompt: string;
  version: number;
  status: string;
  statusReason: string;
  inconclusive: string | null;
  progress: { done: number; total: number };
  dimensions: Record<string, number | null>;
  costUsd: number;
  isCostKnown: boolean;
  gate: Gate | null;
  cases: Case[];
};
export type Result = { evaluation: Evaluation; isPassed: boolean; verdict: string };

const percent = (value: number) => `${Math.round(value * 1_000) / 10} %`;

/** Whether the evaluation passes: by the gate, or by the minimum score if there is none. Pure. */
export function judge(evaluation: Evaluation, minimum: number | null): Omit<Result, "evaluation"> {
  const { status, statusReason, inconclusive, dimensions, gate } = evaluation;
  if (status !== "finished") return { isPassed: false, verdict: `${status}: ${statusReason}` };
  if (minimum === null) return { isPassed: gate?.state === "passed", verdict: gate?.state ?? "the gate is gone" };
  if (inconclusive) return { isPassed: false, verdict: `inconclusive: ${inconclusive}` };
  const low = Object.entries(dimensions).filter(([, value]) => value !== null && value < minimum);
  if (low.length === 0) return { isPassed: true, verdict: "passed" };
  return { isPassed: false, verdict: `failed: ${low.map(([name]) => name).join(", ")} under ${percent(minimum)}` };
}

// Escapes user text, so that it cannot become a table, a mention or an HTML tag.
const plain = (text: string) =>
  text.replace(/[\\`*_{}[\]<>|#@!]/g, (mark) => `&#${mark.charCodeAt(0)};`).replace(/\s+/g, " ");

/** Formats the results as Markdown for a pull request. Pure. */
export function writeMarkdown(results: readonly Result[]): string {
  const parts = results.map(({ evaluation, isPassed, verdict }) => {
    const { prompt, version, dimensions, gate, costUsd, isCostKnown } = evaluation;
    const scores = Object.entries(dimensions).filter((one): one is [string, number] => one[1] !== null);
    const table =
      scores.length > 0
        ? [
            "| dimension | score |",
            "|---|---|",
            ...scores.map(([name, value]) => `| ${name} | ${percent(value)} |`),
            "",
          ]
        : [];
    const broken = (gate?.brokenCases ?? []).map(
      ({ position, title, dimensions: names }) =>
        `- case ${position} “${plain(title)}”: v${gate?.liveVersion} passes ${names.join(", ")}, this one does not`,
    );
    return [
      `### ${isPassed ? "✅" : "❌"} ${plain(prompt)} v${version}: ${plain(verdict)}`,
      "",
      ...table,
      ...(gate?.comparison ? [plain(gate.comparison.sentence), ""] : []),
      ...(gate?.reasons ?? []).map(({ message }) => `- ${plain(message)}`),
      ...broken,
      `Cost: ${isCostKnown ? "" : "at least "}$${costUsd.toFixed(4)}`,
      "",
    ].join("\n");
  });
  return parts.join("\n");
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
// XML 1.0 does not permit control characters and lone surrogates.
const xml = (text: string) =>
  text
    .replace(/[^\P{Cc}\t\n\r]|\p{Surrogate}|[\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (mark) => escapes[mark] ?? mark);

/** Formats the results as JUnit: a suite for each version, a test for each case, and one for the verdict. Pure. */
export function writeJunit(results: readonly Result[]): string {
  const suites = results.map(({ evaluation, isPassed, verdict }) => {
    const name = xml(`${evaluation.prompt} v${evaluation.version}`);
    const cases = evaluation.cases.map(({ position, title, result }) => {
      const failed = Object.entries(result.passed).flatMap(([dimension, mark]) => (mark === false ? [dimension] : []));
      const seconds = result.latencyMs === null ? "" : ` time="${result.latencyMs / 1_000}"`;
      const head = `<testcase classname="${name}" name="${xml(`${position}. ${title}`)}"${seconds}`;
      return failed.length > 0
        ? `${head}><failure message="${xml(failed.join(", "))} not passed"/></testcase>`
        : `${head}/>`;
    });
    const head = `<testcase classname="${name}" name="verdict"`;
    cases.push(isPassed ? `${head}/>` : `${head}><failure message="${xml(verdict)}"/></testcase>`);
    const failures = cases.filter((one) => one.includes("<failure")).length;
    return [`<testsuite name="${name}" tests="${cases.length}" failures="${failures}">`, ...cases, "</testsuite>"].join(
      "\n",
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Answers } from "./attacker";
import type { Fault } from "./faults";
import { checkEvents, checkHistory, type Findings } from "./history";
import type { Load } from "./load";
import type { Stage } from "./stage";

export type FaultRow = {
  fault: Fault;
  findings: Findings;
  moves: number;
  eventsAcked: number;
  lost: number;
  doubled: number;
  /** The time from the end of the fault until a new move and a new batch were acknowledged. */
  recoveredMs: number;
  /** The responses to an attacker with their counts. */
  attacker: Answers;
  broken: string[];
  /** Answers that were too slow beside an attack. Not meaningful on a busy machine. */
  late: string[];
};

/** How much slower than the slowest response of the bare server an answer beside an attack may be. */
const noticeableMs = 250;
const recoverWithinMs = 60_000;

async function untilHealthy(load: Load): Promise<number> {
  const began = performance.now();
  const [moves, events] = [load.moves.filter(({ ackedAt }) => ackedAt !== null).length, load.acked.size];
  while (performance.now() - began < recoverWithinMs) {
    const acked = load.moves.filter(({ ackedAt }) => ackedAt !== null).length;
    const last = load.answers.at(-1);
    if (acked > moves && load.acked.size > events && last?.status === 200 && !last.isStale)
      return performance.now() - began;
    await sleep(20);
  }
  return Number.POSITIVE_INFINITY;
}

/** Counts each event of the load in the database. */
async function readEvents(stage: Stage): Promise<Map<string, number>> {
  const text =
    "select interaction_id as id, count(*)::int as count from feedback where interaction_id like 'chaos-%' group by 1";
  const { rows } = await stage.admin(text);
  return new Map(rows.map(({ id, count }: { id: string; count: number }) => [id, count]));
}

/** Injects one fault under the load, waits for the recovery, and checks the history. */
export async function play(stage: Stage, load: Load, fault: Fault, seconds: number): Promise<FaultRow> {
  await sleep(1_500);
  const [firstAnswer, firstBare] = [load.answers.length, load.bare.length];
  const ackedBefore = load.acked.size;
  const movesBefore = load.moves.filter(({ ackedAt }) => ackedAt !== null).length;
  await fault.begin(stage);
  await sleep((fault.seconds && seconds >= 5 ? fault.seconds : seconds) * 1_000);
  const attacker = (await fault.end?.(stage)) ?? {};
  const recoveredMs = await untilHealthy(load);
  await sleep(fault.boundMs); // any stale answer appears within this time
  const answers = load.answers.slice(firstAnswer).filter(({ instance }) => !fault.excused?.includes(instance));
  const findings = checkHistory(answers, load.moves, fault.boundMs, load.bare.slice(firstBare));
  const { lost, doubled } = checkEvents(new Set(load.acked), await readEvents(stage));
  const broken = [
    ...findings.broken,
    ...(findings.refused ? [`${findings.refused} resolves were refused (${listed(findings.refusals)})`] : []),
    ...(findings.failedConnections && !fault.mayFail ? [`${findings.failedConnections} connections failed`] : []),
    ...(lost ? [`${lost} acknowledged events are not in the database`] : []),
    ...(doubled ? [`${doubled} events are there more than once`] : []),
    ...(recoveredMs === Number.POSITIVE_INFINITY ? ["it did not recover within 60 s"] : []),
    ...((await fault.check?.(stage)) ?? []),
    ...(fault.isHostile ? wrongAnswers(attacker) : []),
    ...[...load.surprises].map(([what, count]) => `${count} times ${what}`),
  ];
  load.surprises.clear();
  return {
    fault,
    findings,
    moves: load.moves.filter(({ ackedAt }) => ackedAt !== null).length - movesBefore,
    eventsAcked: load.acked.size - ackedBefore,
    lost,
    doubled,
    recoveredMs,
    attacker,
    broken,
    late: fault.isHostile ? lateAnswers(findings) : [],
  };
}

/** All violations. */
export const faultsOf = ({ broken, late }: Pick<FaultRow, "broken" | "late">): string[] => [...broken, ...late];

/** Checks the effect of an attack on other requests. */
function lateAnswers({ slowestMs, bare }: Findings): string[] {
  const lateMs = slowestMs - (bare?.slowestMs ?? 0);
  return lateMs > noticeableMs
    ? [`an answer came ${Math.round(lateMs)} ms later than the slowest of a bare server`]
    : [];
}

/** Checks the responses to the attacker. */
function wrongAnswers(attacker: Answers): string[] {
  const failures = Object.entries(attacker).filter(([answer]) => /^5/.test(answer) && !answer.startsWith("503"));
  return [
    ...failures.map(([answer, count]) => `the attacker was answered ${count} times with ${answer}`),
    ...(Object.keys(attacker).length === 0 ? ["the attacker was answered nothing"] : []),
  ];
}

const listed = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([what, count]) => `${what} × ${count}`)
    .join(", ");
const ms = (value: number) => (Number.isFinite(value) ? `${Math.round(value)} ms` : "never");

/** Formats the rows as a Markdown table. */
export function toMarkdown(rows: readonly FaultRow[]): string {
  const head = [
    "fault",
    "resolves",
    "not 200",
    "stale",
    "p99",
    "slowest",
    "bare server",
    "moves",
    "oldest answer after a move",
    "events",
    "lost / doubled",
    "recovered after",
    "",
  ];
  const lines = rows.map(({ fault, findings, ...row }) => [
    fault.name,
    String(findings.answers),
    findings.failedConnections ? `${findings.refused} + ${findings.failedConnections} cut` : String(findings.refused),
    String(findings.stale),
    ms(findings.p99Ms),
    ms(findings.slowestMs),
    findings.bare ? `${ms(findings.bare.p99Ms)}, ${ms(findings.bare.slowestMs)}` : "",
    String(row.moves),
    ms(findings.oldestMs),
    String(row.eventsAcked),
    `${row.lost} / ${row.doubled}`,
    ms(row.recoveredMs),
    [
      faultsOf(row).length === 0 ? "held" : `**broken**: ${faultsOf(row).join("; ")}`,
      ...(Object.keys(row.attacker).length > 0 ? [`the attacker: ${listed(row.attacker)}`] : []),
    ].join("; "),
  ]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

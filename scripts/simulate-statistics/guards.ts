import { mulberry32 } from "@/lib/experiments/statistics";
import {
  changing,
  eightMetrics,
  type Played,
  paretoAnswers,
  playTraffic,
  type Traffic,
} from "@/lib/testing/guard-traffic";

const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`.padStart(8);

function median(values: readonly (number | null)[]): string {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return (middle === undefined ? "–" : String(middle)).padStart(6);
}

type Scenario = Omit<Traffic, "seed"> & { name: string; runs: number };

const drops: Scenario[] = [
  ...[1, 4, 8].map((of) => ({
    name: `90 → 80 %, 1 of ${of}`,
    metrics: changing(of, 1, 0.1),
    scores: 400,
    runs: 1_000,
  })),
  ...[1, 4, 8].map((of) => ({ name: `90 → 0 %, 1 of ${of}`, metrics: changing(of, 1, 0.9), scores: 400, runs: 200 })),
  ...[1, 8].map((of) => ({
    name: `90 → 80 %, 1 of ${of}, 1,000 before`,
    metrics: changing(of, 1, 0.1),
    baselineScores: 1_000,
    scores: 400,
    runs: 1_000,
  })),
  { name: "90 → 80 %, 1 of 8, in 1,000", metrics: changing(8, 1, 0.1), scores: 1_000, runs: 300 },
  {
    name: "90 → 80 % over 3,000 (drift), 1 of 8",
    metrics: changing(8, 1, 0.1),
    driftOver: 3_000,
    scores: 6_000,
    runs: 100,
  },
  { name: "latency + 20 %, alone", metrics: [{ name: "latency", drop: 0.2 }], scores: 400, runs: 300 },
  { name: "latency + 50 %, alone", metrics: [{ name: "latency", drop: 0.5 }], scores: 400, runs: 300 },
];

const weeks: Scenario[] = [
  { name: "1,000 scores a day", metrics: eightMetrics, scores: 7_000, runs: 3_000 },
  {
    name: "5 alike answers of each user",
    metrics: eightMetrics,
    answers: () => 5,
    isAlike: true,
    scores: 7_000,
    runs: 1_000,
  },
  {
    name: "1 to 10 alike answers",
    metrics: eightMetrics,
    answers: (random) => 1 + 9 * random(),
    isAlike: true,
    scores: 7_000,
    runs: 1_000,
  },
  {
    name: "Pareto 1.2 use, alike answers",
    metrics: eightMetrics,
    answers: paretoAnswers,
    isAlike: true,
    scores: 7_000,
    runs: 300,
  },
  { name: "300 scores of the version before", metrics: eightMetrics, baselineScores: 300, scores: 7_000, runs: 1_000 },
];

function play({ name, runs, ...traffic }: Scenario, scale: number): { name: string; played: Played[] } {
  const random = mulberry32(20_261_122);
  const count = Math.max(20, Math.round(runs * scale));
  const played = Array.from({ length: count }, () => playTraffic({ ...traffic, seed: Math.floor(random() * 2 ** 31) }));
  return { name, played };
}

/** Prints how fast guards detect a drop, and their false alarm rate. `scale`: share of the runs. */
export function simulateGuards(scale = 1, say: (line: string) => void = console.log): void {
  say("Guards: how soon a drop is seen (scores of the new version; default guard)");
  say(
    `${"scenario".padEnd(38)}${"runs".padStart(6)}${"told".padStart(10)}${"median".padStart(8)}${"rolled back".padStart(13)}${"median".padStart(8)}`,
  );
  for (const scenario of drops) {
    const { name, played } = play(scenario, scale);
    const alertedAt = played.map((one) => one.alertedAt);
    const back = played.map((one) => one.rolledBack);
    const share = (all: readonly (number | null)[]) => percent(all.filter((one) => one !== null).length, all.length);
    say(
      `${name.padEnd(38)}${String(played.length).padStart(6)}  ${share(alertedAt)}  ${median(alertedAt)}     ${share(back)}  ${median(back)}`,
    );
  }
  say("");
  say("Guards: a week in which nothing changed, eight metrics, 7,000 scores");
  say(`${"use".padEnd(38)}${"weeks".padStart(6)}${"told".padStart(10)}${"rolled back".padStart(13)}`);
  for (const scenario of weeks) {
    const { name, played } = play(scenario, scale);
    const [alerted, back] = [
      played.filter((one) => one.alertedAt !== null),
      played.filter((one) => one.rolledBack !== null),
    ];
    say(
      `${name.padEnd(38)}${String(played.length).padStart(6)}${String(alerted.length).padStart(10)}${String(back.length).padStart(13)}`,
    );
  }
}

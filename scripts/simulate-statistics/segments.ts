import { playSegments } from "@/lib/testing/guard-segments";

const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`.padStart(8);

/** Simulates weeks of a guard with three attributes and 18 values: false alarms of segments, and detection times. */
export function simulateSegments(scale: number): void {
  const runs = (most: number) => Math.max(20, Math.round(most * scale));
  const seeds = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) * 7919);
  console.log("\nSegments: eight metrics, 18 values of three attributes, one score of each user");
  const weeks = seeds(runs(200)).map((seed) => playSegments({ seed, scores: 7_000, block: 50 }));
  const alarms = weeks.filter(({ german, others }) => german !== null || others.length > 0).length;
  console.log(`${"weeks without a change in which a segment was told".padEnd(60)}${percent(alarms, weeks.length)}`);
  for (const drop of [0.1, 0.2, 0.4]) {
    const played = seeds(runs(100)).map((seed) => playSegments({ seed, scores: 5_000, drop, block: 50 }));
    const found = played.flatMap(({ german }) => german ?? []).toSorted((a, b) => a - b);
    const name = `90 → ${Math.round(90 - 100 * drop)} % for one user in twenty, within 5,000 scores`;
    const wrong = played.filter(({ others }) => others.length > 0).length;
    const median = found[Math.floor(found.length / 2)] ?? "–";
    console.log(`${name.padEnd(60)}${percent(found.length, played.length)}, median ${median}, others told ${wrong}`);
  }
}

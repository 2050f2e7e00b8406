import type { Application } from "./application";

const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** 12:31:05, in local time. */
export const clock = (at: Date): string => clockFormat.format(at);

/** "v2", or "v1 33 %, v2 67 %" if several are served. Pure. */
export function shares(versions: ReadonlyMap<number, number>): string {
  const all = [...versions.values()].reduce((sum, count) => sum + count, 0);
  const [only] = versions.keys();
  if (versions.size === 1) return `v${only}`;
  return [...versions]
    .toSorted(([one], [other]) => one - other)
    .map(([version, count]) => `v${version} ${Math.round((100 * count) / all)} %`)
    .join(", ");
}

/** Prints the activity since the last line, and before it the versions that became live. */
export class Reporter {
  #answers = 0;
  #at = performance.now();
  readonly #told = new Map<string, number>();

  constructor(readonly application: Application) {}

  lines(): string[] {
    const { application } = this;
    const { answers, outbox, arms, failures, lastFailure } = application;
    const at = clock(new Date());
    const now = performance.now();
    const rate = (answers - this.#answers) / Math.max(0.001, (now - this.#at) / 1_000);
    this.#answers = answers;
    this.#at = now;
    const resolveMs = application.takeResolveMs();
    const parts = [
      `${answers.toLocaleString("en")} answers, ${rate.toFixed(0)}/s`,
      ...(resolveMs === null ? [] : [`resolve ${resolveMs.toFixed(1)} ms`]),
      `${outbox.opinions.toLocaleString("en")} opinions`,
      ...[...arms].map(([prompt, versions]) => `${prompt.split("/").at(-1)} ${shares(versions)}`),
    ];
    if (outbox.waiting > 1_000) parts.push(`${outbox.waiting.toLocaleString("en")} events wait to be sent`);
    if (outbox.rejected > 0) parts.push(`${outbox.rejected} events refused: ${outbox.lastRejection}`);
    if (failures > 0) parts.push(`${failures} calls failed: ${lastFailure}`);
    return [...this.#news(at), `${at}  ${parts.join(" · ")}`];
  }

  #news(at: string): string[] {
    const news = [...this.application.live].filter(([prompt, version]) => this.#told.get(prompt) !== version);
    for (const [prompt, version] of news) this.#told.set(prompt, version);
    return news.length === 0
      ? []
      : [`${at}  live: ${news.map(([prompt, version]) => `${prompt} v${version}`).join(", ")}`];
  }
}

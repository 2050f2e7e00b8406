import { jobs } from "@/lib/jobs/registry";
import { markdownTable } from "./block";

const every = (seconds: number | null) => {
  if (seconds === null) return "all the time";
  if (seconds < 60) return `every ${seconds} s`;
  return seconds < 3_600 ? `every ${seconds / 60} min` : `every ${seconds / 3_600} h`;
};

/** vercel.json with one cron per job, one per line as Biome formats it. */
export function withCrons(vercel: string): string {
  const crons = Object.values(jobs).map(({ name, cron }) => `{ "path": "/api/cron/${name}", "schedule": "${cron}" }`);
  const mark = "CRONS";
  const frame = JSON.stringify({ ...JSON.parse(vercel), crons: mark }, null, 2);
  return `${frame.replace(`"${mark}"`, () => `[\n    ${crons.join(",\n    ")}\n  ]`)}\n`;
}

/** The table of jobs for operators. */
export const jobTable = () =>
  markdownTable(
    ["job", "in the worker", "called (cron, UTC)", "what it does"],
    Object.values(jobs).map(({ name, everySeconds, cron, description }) => [
      `\`${name}\``,
      every(everySeconds),
      `\`${cron}\``,
      description,
    ]),
  );

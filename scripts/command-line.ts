/** Shared by the operator's commands: errors as a sentence instead of a stack trace, and a clean end on Ctrl-C. */

/** Runs a command. An error becomes one sentence and exit code 1. SIGINT and SIGTERM abort `signal` first. */
export async function runCommand(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interruption.abort());
  try {
    await work(interruption.signal);
  } catch (error) {
    const isStopped = interruption.signal.aborted;
    console.error(isStopped ? "\nStopped. Nothing was saved." : sentenceOf(error));
    process.exitCode = isStopped ? 130 : 1;
  }
}

/** The error as a sentence for the terminal. An unexpected error includes its stack trace. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "ETIMEDOUT")
    return `The database cannot be reached (${code}): ${error.message || "check DATABASE_URL"}`;
  if (code?.startsWith("ERR_PARSE_ARGS")) return `${error.message.split(". ")[0]}. See --help.`;
  return error.message && error.name !== "TypeError" ? error.message : (error.stack ?? String(error));
}

const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** A number of bytes as text: "12.3 MB", in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export const formatCount = (count: number) => count.toLocaleString("en-US");
export const secondsSince = (began: number) => `${((performance.now() - began) / 1_000).toFixed(1)} s`;

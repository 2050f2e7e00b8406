/** Runs `next build` in a separate process that never outlives this one. */
import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { root } from "./root";

export type BuildOptions = {
  /** Aborts it. */
  signal?: AbortSignal;
  /** Like nice(1): a value above 0 gives other processes priority. */
  niceness?: number;
};

/** Builds the application in `folder`. Throws with the output of `next build` if it fails. */
export async function runNextBuild(
  folder: string,
  env: NodeJS.ProcessEnv,
  { signal, niceness = 0 }: BuildOptions = {},
): Promise<void> {
  const child = fork(join(root, "scripts/next-build.mjs"), {
    cwd: folder,
    env,
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    ...(signal && { signal }),
  });
  if (niceness > 0 && child.pid) setPriority(child.pid, niceness); // its child processes inherit it
  child.once("error", () => {}); // killed by the signal; the exit code reports it
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
}

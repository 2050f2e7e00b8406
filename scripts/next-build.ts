/** Runs `next build` in a process of its own that never outlives this one. */
import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { root } from "./root";

export type BuildOptions = {
  /** Ends it. */
  signal?: AbortSignal;
  /** As of nice(1): above 0, it leaves the processors to what else runs. */
  niceness?: number;
};

/** Builds the application in `folder`; throws with the output of `next build` when it fails. */
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
  if (niceness > 0 && child.pid) setPriority(child.pid, niceness); // what it starts inherits it
  child.once("error", () => {}); // being ended by the signal; told by the exit code
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
}

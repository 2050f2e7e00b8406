import { spawn } from "node:child_process";

/** Runs a command to its end. Throws with its output if it fails. */
export async function run(command: string, args: string[], signal: AbortSignal): Promise<void> {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], signal });
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done, fail) => child.once("error", fail).once("close", done));
  if (code !== 0) throw new Error(`${command} failed (${code}). ${output.trim()}`);
}

import { execFileSync } from "node:child_process";

/** The child processes of `pid` with their command lines. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return rows.flatMap((row) => {
    const [, child, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return Number(parent) === pid ? [{ pid: Number(child), command }] : [];
  });
}

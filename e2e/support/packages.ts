/** Installs Debian packages that npm does not have: only as root, only on request, and without starting a service. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, join } from "node:path";

/** The full path of a command, or null. */
export function onPath(command: string): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/usr/sbin"];
  for (const folder of folders) {
    const path = join(folder || ".", command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}

const servicePolicy = "/usr/sbin/policy-rc.d";

/** Installs a package. Returns null on success, or the reason of the failure. */
export function aptInstall(name: string, log: (line: string) => void = () => {}): string | null {
  const apt = onPath("apt-get");
  if (!apt) return "this machine has no apt-get to install it with";
  if (userInfo().uid !== 0) return `only root may install it: sudo apt-get install ${name}`;
  const options = { encoding: "utf8", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
  const install = () =>
    spawnSync(apt, ["install", "-y", "--no-install-recommends", name], { ...options, timeout: 300_000 });
  log(`installing ${name} with apt-get`);
  const ownPolicy = !existsSync(servicePolicy);
  // Debian runs this script before it starts an installed service. Exit code 101 prevents the start.
  if (ownPolicy) writeFileSync(servicePolicy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    if (install().status === 0) return null;
    spawnSync(apt, ["update"], { ...options, timeout: 120_000 });
    const { status, stderr } = install();
    return status === 0 ? null : `apt-get install ${name} failed: ${stderr?.trim().split("\n").at(-1) ?? status}`;
  } finally {
    if (ownPolicy) rmSync(servicePolicy, { force: true });
  }
}

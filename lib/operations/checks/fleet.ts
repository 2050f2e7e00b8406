import { listWords, pluralize } from "@/lib/core/words";
import { type Check, type InstanceFacts, isAway, type ProcessRole, processRoles } from "../schema";
import { failed, passed, warned } from "../words";

const missingWords: Record<ProcessRole, string> = {
  runtime: "no runtime: prompts are not served",
  studio: "no studio: pages and the management API are not available",
  worker: "no worker: alerts, evaluations, guards and counts are stopped",
};

/** Lists the processes that reported within the last minute. */
export function checkProcesses({ database, processes, settings }: InstanceFacts): Check[] {
  if (isAway(database) || settings.isServerless) return [];
  const of = { id: "processes", title: "Processes" };
  if (processes.length === 0)
    return [warned(of, "None reported within the last minute: Understudy is not running.", "Start it with npm start.")];
  const missing = processRoles.filter((role) => !processes.some((one) => one.role === role));
  const there = processRoles.flatMap((role) => {
    const found = processes.filter((one) => one.role === role).length;
    return found > 0 ? [pluralize(found, role)] : [];
  });
  const needed = missing.filter((role) => role !== "worker" || !settings.hasCron);
  if (needed.length > 0)
    return [
      failed(
        of,
        `${listWords(there)} running, but ${listWords(needed.map((role) => missingWords[role]))}.`,
        "Start the missing roles: UNDERSTUDY_ROLE=all starts every one.",
      ),
    ];
  return [passed(of, `${listWords(there)} running.`)];
}

/** Checks that all processes run the same version. */
export function checkVersions({ own, processes }: InstanceFacts): Check {
  const of = { id: "versions", title: "Version" };
  const counts = new Map<string, number>();
  for (const { version } of processes) counts.set(version, (counts.get(version) ?? 0) + 1);
  if (counts.size > 1)
    return warned(
      of,
      `${listWords([...counts].map(([version, found]) => `${version} on ${pluralize(found, "process", "processes")}`))}.`,
      "Finish the rolling upgrade. Two versions can run side by side for a while.",
    );
  const [running = own.version] = counts.keys();
  if (running !== own.version)
    return warned(of, `Processes run ${running}; this is ${own.version}.`, "Restart the instances to upgrade them.");
  return passed(of, `Understudy ${running}, Node ${nodes(processes) || own.nodeVersion}.`);
}

const nodes = (processes: InstanceFacts["processes"]) =>
  listWords([...new Set(processes.map(({ nodeVersion }) => nodeVersion))]);

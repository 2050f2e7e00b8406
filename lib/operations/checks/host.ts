import type { Check, InstanceFacts } from "../schema";
import { bytes, failed, passed, warned } from "../words";

const fullBytes = 500e6;
/** The minimum free disk space. A database grows; the runtime's snapshot and secrets are small. */
const lowBytes = (holdsDatabase: boolean) => (holdsDatabase ? 5e9 : 1e9);

/** Checks the free disk space of the data folder, here and on the other hosts. */
export function checkDisk({ disk, processes }: InstanceFacts): Check[] {
  if (!disk) return [];
  const of = { id: "disk", title: "Disk" };
  const elsewhere = processes.flatMap(({ host, facts }) =>
    facts.diskFreeBytes === null ? [] : [{ where: `the data folder of ${host}`, free: facts.diskFreeBytes }],
  );
  const here = { where: disk.folder, free: disk.freeBytes };
  const least = elsewhere.reduce((found, one) => (one.free < found.free ? one : found), here);
  const message = `${bytes(least.free)} free in ${least.where}.`;
  const fix = disk.holdsDatabase
    ? "Free up space: a full disk stops PostgreSQL. EVENT_RETENTION_DAYS says how long events are kept."
    : "Free up space: the snapshot that a runtime starts from is written there.";
  if (least.free < fullBytes) return [failed(of, message, fix)];
  if (least.free < lowBytes(disk.holdsDatabase)) return [warned(of, message, fix)];
  return [passed(of, message)];
}

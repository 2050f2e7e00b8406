import { checkProxies, checkUrl } from "./checks/addresses";
import { checkClickHouse } from "./checks/clickhouse";
import { checkClock } from "./checks/clock";
import { checkConnections } from "./checks/connections";
import { checkDatabase, checkMigrations, checkPooler, checkSetAside } from "./checks/database";
import { checkProcesses, checkVersions } from "./checks/fleet";
import { checkDisk } from "./checks/host";
import { checkRedis } from "./checks/redis";
import { checkEncryptionKeys, checkSessionSecret } from "./checks/secrets";
import type { Check, CheckState, InstanceFacts } from "./schema";

/** Runs every check, in display order. Pure. */
export function diagnose(facts: InstanceFacts): Check[] {
  return [
    ...checkDatabase(facts),
    ...checkMigrations(facts),
    ...checkPooler(facts),
    ...checkConnections(facts),
    ...checkClock(facts),
    ...checkSetAside(facts),
    ...checkRedis(facts),
    ...checkClickHouse(facts),
    ...checkDisk(facts),
    ...checkProcesses(facts),
    checkVersions(facts),
    checkEncryptionKeys(facts),
    ...checkSessionSecret(facts),
    checkUrl(facts),
    ...checkProxies(facts),
  ];
}

/** Returns the worst state among checks. */
export function worstState(checks: readonly Check[]): CheckState {
  const has = (state: CheckState) => checks.some((check) => check.state === state);
  return has("failure") ? "failure" : has("warning") ? "warning" : "ok";
}

import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { recordBroken } from "@/lib/alerts/definitions/record-broken";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";

export type BrokenRecord = {
  workspaceId: string;
  promptId: string;
  environmentId: string;
  /** The environment of the request. */
  environment: string;
  name: string;
  version: number | null;
};

const mostKnown = 1_000;
const reported = () => singleton("broken-records", () => new Set<string>());

/**
 * Reports that a stored version cannot be read, once a day per version. Runs in the background. If it cannot be
 * written, the next request that finds the version reports it again.
 */
export function reportBroken({ name, version, environment, ...place }: BrokenRecord): void {
  const { workspaceId, promptId, environmentId } = place;
  const cause = `record.broken ${promptId} ${version} ${databaseNow().toISOString().slice(0, 10)}`;
  const known = reported();
  if (known.has(cause)) return;
  if (known.size >= mostKnown) known.clear();
  known.add(cause);
  const alert = recordBroken.alert(
    { workspaceId, promptId, environmentId, dedupeKey: cause },
    { version },
    { prompt: name, environment },
  );
  transaction((tx) => raiseAlert(tx, alert)).catch((error: unknown) => {
    known.delete(cause);
    logger().warn({ err: error, prompt: name }, "a broken version could not be reported");
  });
}

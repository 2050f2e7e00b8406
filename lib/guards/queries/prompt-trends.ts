import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { promptEnvironmentKey } from "@/lib/core/prompt-environment";
import type { QualityRow } from "../quality/rows";
import { listPlaceStatuses, listRollbacks, type QualityListRow } from "./quality-places";
import { describePlaces } from "./quality-rows";

/** The trend of a prompt over 14 days: its main metric by day, and whether a change is clear. */
export type PromptTrend = Pick<QualityRow, "status" | "metric" | "value" | "change" | "trend" | "words">;

type LivePrompt = { id: string; name: string; live: { version: number; since: string } | null };

/** The trends of a page of prompts in one environment, by prompt id. Omits prompts without scores and guard. */
export async function listPromptTrends(
  actor: Actor,
  environment: { id: string; name: string; position: number },
  prompts: readonly LivePrompt[],
): Promise<Map<string, PromptTrend>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const places = prompts.flatMap(({ id, name, live }): QualityListRow[] =>
    live
      ? [
          {
            promptId: id,
            environmentId: environment.id,
            prompt: name,
            environment: environment.name,
            position: environment.position,
            version: live.version,
            since: new Date(live.since),
            rank: 0,
            aheadVersion: null,
            aheadIn: null,
          },
        ]
      : [],
  );
  if (places.length === 0) return new Map();
  const [standings, backs] = await Promise.all([
    listPlaceStatuses(workspaceId, databaseNow().getTime()),
    listRollbacks(workspaceId),
  ]);
  const statuses = new Map(standings.map((one) => [promptEnvironmentKey(one), one]));
  for (const { promptId, environmentId, at } of backs)
    statuses.set(promptEnvironmentKey({ promptId, environmentId }), {
      promptId,
      environmentId,
      status: "rolled_back",
      since: at.toISOString(),
    });
  const rows = await describePlaces(workspaceId, places, { statuses, backs, requests: [] });
  return new Map(
    places.flatMap((place) => {
      const row = rows.get(promptEnvironmentKey(place));
      if (!row || (row.metric === null && row.status === "not_watched")) return [];
      const { status, metric, value, change, trend, words } = row;
      return [[place.promptId, { status, metric, value, change, trend, words }] as const];
    }),
  );
}

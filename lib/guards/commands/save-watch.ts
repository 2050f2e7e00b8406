import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { storeOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import type { OnlineEvaluationView } from "@/lib/evaluation/online/queries/online-evaluations";
import {
  type OnlineEvaluationFields,
  onlineEvaluationFields,
  type PromptEnvironmentInput,
} from "@/lib/evaluation/online/schema";
import { assertSchemas, schemasIn } from "@/lib/evaluation/scorers/assert-schemas";
import { loadEnvironment, lockPrompt } from "@/lib/registry/commands/load";
import { getWatch, suggestWatch, type WatchView } from "../queries/watch";
import { type GuardFields, guardFields } from "../schema";
import type { GuardView } from "../views";
import type { SaveWatchInput, SwitchWatchInput } from "../watch-schema";
import { insertGuard, updateGuard } from "./save-guard";

/**
 * Saves the online evaluation and the guard of a prompt, in one transaction. A half that is null is not changed. Throws
 * 409 `revision_conflict` if either half was changed since `seen`.
 */
export async function saveWatch(actor: Actor, { online, guard, seen, ...place }: SaveWatchInput): Promise<WatchView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // needed for the result
  return write(actor, place, seen, { online, guard });
}

/** Starts to watch a prompt with suggested settings. Existing settings are switched on unchanged. */
export async function watchPrompt(actor: Actor, place: PromptEnvironmentInput): Promise<WatchView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // needed for the result
  const now = await getWatch(actor, place);
  const suggested = now.online && now.guard ? null : await suggestWatch(actor, place, now.online);
  return write(actor, place, timesOf(now), {
    online: now.online ? switched(now.online, true) : (suggested?.online ?? null),
    guard: now.guard ? guardOn(now.guard, true) : (suggested?.guard ?? null),
  });
}

/** Switches both halves on or off. Keeps their settings. */
export async function switchWatch(actor: Actor, { isEnabled, ...place }: SwitchWatchInput): Promise<WatchView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // needed for the result
  const now = await getWatch(actor, place);
  const online = now.online && now.online.isEnabled !== isEnabled ? switched(now.online, isEnabled) : null;
  const guard = now.guard && now.guard.isEnabled !== isEnabled ? guardOn(now.guard, isEnabled) : null;
  return write(actor, place, timesOf(now), { online, guard });
}

type Halves = { online: OnlineEvaluationFields | null; guard: GuardFields | null };
type ExpectedTimes = SaveWatchInput["seen"];

const timesOf = ({ online, guard }: WatchView): ExpectedTimes => ({
  online: online?.updatedAt ?? null,
  guard: guard?.updatedAt ?? null,
});

// The prompt's lock prevents changes between the comparison and the write. The online evaluation is saved first,
// because the guard may refer to a scorer that is saved with it.
async function write(
  actor: Actor,
  place: PromptEnvironmentInput,
  seen: ExpectedTimes,
  { online, guard }: Halves,
): Promise<WatchView> {
  const { workspaceId } = actor;
  const { name } = place;
  const environment = await loadEnvironment(workspaceId, place.environment);
  authorize(actor, "guard:write", environment);
  await assertSchemas(actor, schemasIn(online?.scorers, ["online", "scorers"]));
  await transaction(async (tx) => {
    const { id: promptId } = await lockPrompt(tx, workspaceId, name);
    const where = { workspaceId, promptId, environmentId: environment.id };
    const select = { id: true, updatedAt: true, updatedByName: true } as const;
    const before = {
      online: await tx.onlineEvaluation.findFirst({ where, select }),
      guard: await tx.guard.findFirst({ where, select }),
    };
    for (const half of ["online", "guard"] as const) {
      if ((before[half]?.updatedAt.toISOString() ?? null) === seen[half]) continue;
      const who = before[half]?.updatedByName ?? "Someone";
      const what = `${who} changed how ${name} is watched in ${environment.name} meanwhile.`;
      throw new AppError("revision_conflict", what);
    }
    if (online) await storeOnlineEvaluation(tx, actor, { name, environment, fields: online });
    if (guard && before.guard) await updateGuard(tx, actor, { id: before.guard.id, fields: guard });
    else if (guard) await insertGuard(tx, actor, { name, environment, fields: guard });
  });
  return getWatch(actor, place);
}

const switched = (view: OnlineEvaluationView, isEnabled: boolean): OnlineEvaluationFields => ({
  ...z.object(onlineEvaluationFields.shape).parse(view),
  isEnabled,
});
const guardOn = (view: GuardView, isEnabled: boolean): GuardFields => ({
  ...z.object(guardFields.shape).parse(view),
  isEnabled,
});

import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { saveOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import type { OnlineEvaluationView } from "@/lib/evaluation/online/queries/online-evaluations";
import { type LivePlace, type OnlineEvaluationFields, onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { getWatch, suggestWatch, type WatchView } from "../queries/watch";
import { type GuardFields, guardFields } from "../schema";
import type { GuardView } from "../views";
import type { SaveWatchInput, SwitchWatchInput } from "../watch-schema";
import { createGuard, replaceGuard } from "./save-guard";

/**
 * Saves what is scored live, then what watches it, each where it is given. Throws 409 `revision_conflict` when somebody
 * changed either since it was seen.
 */
export async function saveWatch(actor: Actor, { online, guard, seen, ...place }: SaveWatchInput): Promise<WatchView> {
  authorize(actor, "guard:write");
  const now = await getWatch(actor, place);
  const changed = ([half, known]: readonly [WatchView["online" | "guard"], string | null]) =>
    (half?.updatedAt ?? null) !== known;
  const other = (
    [
      [now.online, seen.online],
      [now.guard, seen.guard],
    ] as const
  ).find(changed);
  if (other)
    throw new AppError(
      "revision_conflict",
      `${other[0]?.updatedBy ?? "Somebody"} changed how ${place.name} is watched in ${place.environment} meanwhile.`,
    );
  return write(actor, place, now, { online, guard });
}

/** Begins to watch a prompt with what is suggested for it; what is set up already is switched on as it is. */
export async function watchPrompt(actor: Actor, place: LivePlace): Promise<WatchView> {
  authorize(actor, "guard:write");
  const now = await getWatch(actor, place);
  const suggested = now.online && now.guard ? null : await suggestWatch(actor, place, now.online);
  return write(actor, place, now, {
    online: now.online ? switched(now.online, true) : (suggested?.online ?? null),
    guard: now.guard ? guardOn(now.guard, true) : (suggested?.guard ?? null),
  });
}

/** Switches both halves on or off; what they are set up to do stays. */
export async function switchWatch(actor: Actor, { isEnabled, ...place }: SwitchWatchInput): Promise<WatchView> {
  authorize(actor, "guard:write");
  const now = await getWatch(actor, place);
  const online = now.online && now.online.isEnabled !== isEnabled ? switched(now.online, isEnabled) : null;
  const guard = now.guard && now.guard.isEnabled !== isEnabled ? guardOn(now.guard, isEnabled) : null;
  return write(actor, place, now, { online, guard });
}

type Halves = { online: OnlineEvaluationFields | null; guard: GuardFields | null };

// What is scored first: a guard may name a scorer that only comes with it.
async function write(actor: Actor, place: LivePlace, now: WatchView, { online, guard }: Halves): Promise<WatchView> {
  if (online) await saveOnlineEvaluation(actor, { ...place, ...online });
  if (guard)
    await (now.guard
      ? replaceGuard(actor, { id: now.guard.id, ...guard })
      : createGuard(actor, { prompt: place.name, environment: place.environment, ...guard }));
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

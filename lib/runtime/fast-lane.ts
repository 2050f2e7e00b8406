import type { KeyActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { epochs } from "@/lib/core/epoch";
import { uuidV7 } from "@/lib/core/uuid";
import type { Format } from "@/lib/template/formats";
import type { Body } from "./body";
import { choose } from "./choose";
import { counts } from "./counts";
import { isFresh, peekEntry } from "./entry";
import { environmentInMemory } from "./environments";
import { noteExposure } from "./exposures";

/** A UUIDv7 to send back with events. */
export const newInteractionId = (): string => uuidV7();

/**
 * The answer to a plain GET (no version, no variables) when memory has a current one: no promise, no waiting. Null in
 * every other case, refusals included: `resolvePrompt` then answers or says why not.
 */
export function resolveFromMemory(
  actor: KeyActor,
  environmentName: string | undefined,
  name: string,
  format: Format,
  userId?: string,
): Body | null {
  if (!isDatabaseUp()) return null;
  const environment = environmentInMemory(actor, environmentName);
  if (!environment || !can(actor, "prompt:resolve", environment)) return null;
  const cached = peekEntry(`${environment.id}::${name}`);
  if (!cached) return null;
  const now = epochs().now();
  if (!isFresh(cached, now)) return null;
  cached.state.usedAt = now;
  counts.memory++;
  const { served, assignment, exposure } = choose(cached.value, { userId }, now);
  if (exposure && userId !== undefined) noteExposure(exposure, userId);
  return served.answer(format, assignment, false);
}

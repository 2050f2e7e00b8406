import { applyPolicy, type ContentMark } from "../content-policy";
import type { ReferredEvent } from "../queries/references";
import type { EventInput } from "../schema";
import { inSlices } from "../slices";

/** The key of the content sample. All interactions of a trace share one key. Others use their own id. */
const keyOf = (input: EventInput) => (input.type === "interaction" && input.traceId) || input.interactionId;

/** Applies the content policies of the environments to events. Events without a policy are returned unchanged. */
export async function keepByPolicy(
  events: readonly ReferredEvent[],
  now: number,
): Promise<(ReferredEvent & { mark: ContentMark | null })[]> {
  const stored: (ReferredEvent & { mark: ContentMark | null })[] = [];
  await inSlices(events, (event) => {
    const { policy, input, at } = event;
    if (!policy) return stored.push({ ...event, mark: null });
    const { contents, mark } = applyPolicy(policy, input as EventInput & object, { key: keyOf(input), at, now });
    return stored.push({ ...event, input: contents as EventInput, mark });
  });
  return stored;
}

import { LRUCache } from "lru-cache";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { applyPolicy, type ContentMark, type ContentPolicy, type Contents, withoutTexts } from "../content-policy";
import type { ReferredEvent } from "../queries/references";
import { SlowRules, startPace } from "../redaction-pace";
import type { EventInput } from "../schema";
import { inSlices } from "../slices";
import { reportSlowRule } from "./slow-rules";

/** How long a workspace with slow rules stores no texts. */
const slowMs = 60_000;
const slowWorkspaces = () => singleton("slow-rules", () => new LRUCache<string, true>({ max: 10_000, ttl: slowMs }));

type StoredContents<Given> = { contents: Given; mark: ContentMark | null };
type PolicyContext = { key: string; at: number; now: number };

/**
 * Returns a function that applies content policies to the events of one batch. One thread stores the events of every
 * workspace. If the rules of a workspace take too long, no text of its events is stored for a minute.
 */
export function startPolicies(workspaceId: string) {
  const pace = startPace();
  const slow = slowWorkspaces();
  return function apply<Given extends Contents>(
    policy: ContentPolicy | null,
    input: Given,
    place: PolicyContext,
  ): StoredContents<Given> {
    if (!policy) return { contents: input, mark: null };
    if (policy.rules.length > 0 && slow.has(workspaceId)) return { contents: withoutTexts(input), mark: "withheld" };
    try {
      return applyPolicy(policy, input, { ...place, pace });
    } catch (error) {
      if (!(error instanceof SlowRules)) throw error;
      slow.set(workspaceId, true);
      reportSlowRule(workspaceId, error.slowest);
      logger().warn(
        { workspaceId, rule: error.slowest.name },
        "the rules of a content policy take too long: no texts are stored for a minute",
      );
      return { contents: withoutTexts(input), mark: "withheld" };
    }
  };
}

/** The key of the content sample. All interactions of a trace share one key. Others use their own id. */
const keyOf = (input: EventInput) => (input.type === "interaction" && input.traceId) || input.interactionId;

/** Applies the content policies of the environments to events. Events without a policy are returned unchanged. */
export async function keepByPolicy(
  workspaceId: string,
  events: readonly ReferredEvent[],
  now: number,
): Promise<(ReferredEvent & { mark: ContentMark | null })[]> {
  const apply = startPolicies(workspaceId);
  const stored: (ReferredEvent & { mark: ContentMark | null })[] = [];
  await inSlices(events, (event) => {
    const { policy, input, at } = event;
    const { contents, mark } = apply(policy, input as EventInput & object, { key: keyOf(input), at, now });
    stored.push({ ...event, input: contents as EventInput, mark });
  });
  return stored;
}

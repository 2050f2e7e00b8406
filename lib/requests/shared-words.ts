import type { SharedGone } from "./queries/shared-request";
import type { SharedPart } from "./shared-parts";

/** The names of the parts of a shared answer. */
export const partWords: Record<SharedPart, string> = { input: "Input", answer: "Answer", toolCalls: "Tool calls" };

/** Why a shared answer has no texts to show. */
export const sharedGoneWords: Record<SharedGone, { title: string; why: string }> = {
  deleted: { title: "This answer was deleted", why: "It was deleted with the data of its user." },
  expired: { title: "This answer is no longer stored", why: "Its texts were deleted at the end of their retention." },
  withheld: { title: "This answer is no longer stored", why: "Its environment does not store texts." },
  redacted: { title: "This answer changed", why: "Ask the person who sent the link for a new one." },
  changed: {
    title: "This answer changed after it was shared",
    why: "Ask the person who sent the link for a new one.",
  },
  gone: { title: "This answer is no longer stored", why: "It was deleted at the end of its retention." },
};

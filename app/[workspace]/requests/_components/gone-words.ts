import type { InteractionView } from "@/lib/telemetry/interaction-row";

/** Why a request has no text to show, in words without a full stop. */
export function goneWords({ hasContent, contentMark }: Pick<InteractionView, "hasContent" | "contentMark">): string {
  if (contentMark === "withheld") return "Not kept: its environment keeps no contents";
  if (contentMark === "deleted") return "Deleted with the user's data";
  return hasContent || contentMark === "expired" ? "Its texts are not kept any more" : "Its texts were not sent along";
}

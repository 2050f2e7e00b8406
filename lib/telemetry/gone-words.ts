import type { InteractionView } from "./interaction-row";

/** Why a request has no text to show, without a full stop. */
export function goneWords({ hasContent, contentMark }: Pick<InteractionView, "hasContent" | "contentMark">): string {
  if (contentMark === "withheld") return "Not stored: its environment stores no contents";
  if (contentMark === "deleted") return "Deleted with the user's data";
  return hasContent || contentMark === "expired"
    ? "Its texts are no longer stored"
    : "The application did not send its texts";
}

import type { EditorAnswer } from "@/lib/api/editor";
import type { Draft } from "./draft";
import type { Store, StoredDraftKey } from "./draft-store";
import type { SendRound } from "./exchange";
import type { OtherDraft } from "./reconcile";

export type KeeperOptions = {
  place: StoredDraftKey;
  tab: string;
  store: () => Store;
  send: SendRound;
  now: () => number;
  onState: (state: KeeperState) => void;
  /** Another tab wrote, and nothing was typed here since. Applies its text, unless something is typed meanwhile. */
  onFollow: (draft: Draft, over: Draft) => void;
  onAnswer: (answer: EditorAnswer) => void;
  /** A draft was set aside, or such a draft was deleted. */
  onAside: () => void;
};

/** Where the latest text is: no changes, being sent, on the server, in this browser only, or nowhere. */
type SaveState = "nothing" | "saving" | "kept" | "browser" | "nowhere";

export type KeeperState = {
  keeping: SaveState;
  /** Why the server does not have it. */
  reason: "undecided" | "unreachable" | "signed out" | "refused" | null;
  /** The message of the server's refusal. */
  sentence: string | null;
  /** Another text of the same person on the same version. The user has to decide. */
  other: OtherDraft | null;
  /** Another tab saved or discarded this draft. */
  isGone: boolean;
  /** The text is a shared draft, which the server stores separately from personal drafts. */
  isShared: boolean;
};

export const quiet: KeeperState = {
  keeping: "nothing",
  reason: null,
  sentence: null,
  other: null,
  isGone: false,
  isShared: false,
};

/** Describes where the changes are, for display beside the title: "kept as your working draft". */
export function keepingWords({ keeping, reason, isGone, isShared }: KeeperState): string {
  if (isGone) return "saved or discarded in another tab";
  if (keeping === "kept" && isShared) return "kept in the shared draft";
  if (keeping === "kept") return "kept as your working draft";
  if (keeping === "saving") return "saving";
  if (keeping === "nowhere") return "not stored anywhere: this browser has no space and the server does not answer";
  if (keeping === "nothing") return "";
  if (reason === "undecided") return "stored in this browser until you decide";
  if (reason === "signed out") return "stored in this browser until you sign in again";
  if (reason === "refused") return "stored in this browser only";
  return "stored in this browser until the server answers";
}

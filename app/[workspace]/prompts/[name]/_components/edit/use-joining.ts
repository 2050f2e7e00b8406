import { useCallback, useState } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { Draft } from "@/lib/editing/draft/draft";
import { type DraftMerge, mergeDrafts, mergeVersion } from "@/lib/editing/draft/merge-drafts";
import type { Base, EditSetup, NewerVersion, Origin } from "@/lib/editing/draft/setup";
import type { Content } from "@/lib/template/content";
import { loadVersion } from "../../actions/edit";
import type { DraftState } from "./use-draft";

/** Two texts that are being merged, with conflicts that a person must resolve. */
export type Joining = {
  title: string;
  sides: DraftMerge["result"]["sides"];
  oursLabel: string;
  theirsLabel: string;
  submitLabel: string;
  finish: (content: Content) => void;
};

const failed = (detail: string) => toast({ title: "The drafts were not merged.", detail, tone: "failed" });

/** Merges this draft with the draft of another tab or with a newer version. Conflicts open the merge view. */
export function useJoining({ workspace, prompt }: EditSetup, kept: DraftState) {
  const { draft, dispatch, origin, open, keeper, state, keepGoing, forgetOlder, live, settleShare } = kept;
  const [joining, setJoining] = useState<Joining | null>(null);
  const { other } = state;

  const joinOther = useCallback(() => {
    if (!other) return;
    const merge = mergeDrafts(origin.base.content, draft, other.draft, other.common);
    const finish = (content: Content) => {
      setJoining(null);
      keeper.goOn(merge.isPartial);
      dispatch({ do: "replace", draft: merge.finish(content) });
      forgetOlder();
      keepGoing.sendSoon();
      toast({
        title: "Both drafts are merged here.",
        detail: merge.isPartial
          ? "Fields that could not be read are kept under Other drafts."
          : "Nothing is saved as a version yet.",
        undo: async () => {
          if (await keeper.setAside(other.draft)) dispatch({ do: "replace", draft });
          else failed("The server does not answer. Both texts are still here.");
        },
      });
    };
    if (merge.result.conflicts.length === 0) return finish(merge.result.content);
    setJoining({
      title: "Merge your two drafts",
      sides: merge.result.sides,
      oursLabel: "In this tab",
      theirsLabel: "In another tab",
      submitLabel: "Merge",
      finish,
    });
  }, [other, origin.base.content, draft, keeper, dispatch, forgetOlder, keepGoing]);

  const keepThis = useCallback(async () => {
    if (!other) return;
    if (!other.head && !(await keeper.setAside(other.draft))) return failed("The server does not answer. Try again.");
    keeper.goOn(true);
    forgetOlder();
    keepGoing.sendSoon();
    toast({ title: "This draft is kept here.", detail: "The other one is under Other drafts." });
  }, [other, keeper, forgetOlder, keepGoing]);

  const takeOther = useCallback(async () => {
    if (!other) return;
    if (!(await keeper.setAside(draft))) return failed("The server does not answer. Both texts are still here.");
    open(origin, other.draft, { head: other.head ?? keeper.head, isHeld: other.head !== null });
    forgetOlder();
    keepGoing.sendSoon();
    toast({ title: "The other draft is open here.", detail: "The one of this tab is under Other drafts." });
  }, [other, keeper, draft, open, origin, forgetOlder, keepGoing]);

  /** Merges a version into the text of all participants. Returns that text, or null if it was not merged. */
  const mergeShared = useCallback(
    async (next: Origin, text: Draft): Promise<Draft | null> => {
      const { version } = next.base;
      const result = await live.current?.merge(version, draft, text);
      if (result?.how === "merged") {
        settleShare(next);
        return result.draft;
      }
      if (result?.how === "second")
        toast({ title: `v${version} is merged already.`, detail: "Another person merged it while you did." });
      else failed(result?.sentence ?? "The server does not answer. Try again.");
      return null;
    },
    [live, draft, settleShare],
  );

  /**
   * Merges a version into the draft. Returns the merged draft. Null: conflicts must be resolved first, or it failed.
   */
  const take = useCallback(
    async ({ version, content: theirs }: Base, isSaving = false) => {
      const merge = mergeVersion(origin.base.content, draft, theirs);
      const isClear = merge.result.conflicts.length === 0;
      const finish = async (content: Content) => {
        const next = { base: { version, content: theirs }, seen: version };
        const text = merge.finish(content);
        setJoining(null);
        const isShared = live.current !== null;
        const merged = isShared ? await mergeShared(next, text) : text;
        if (!merged) return null;
        if (!isShared) open(next, text, undefined, [keeper.head], draft);
        keepGoing.sendSoon();
        if (isSaving && isClear) return { origin: next, draft: merged };
        toast({
          title: `The changes of v${version} are in your draft.`,
          detail: "Your own changes are still there. Nothing is saved yet.",
          // A shared draft has no undo here, because its start version changes for all participants.
          ...(isShared
            ? {}
            : {
                undo: () => {
                  open(origin, draft, undefined, [keeper.head]);
                  keepGoing.sendSoon();
                },
              }),
        });
        return { origin: next, draft: merged };
      };
      if (isClear) return finish(merge.result.content);
      setJoining({
        title: `Merge v${version} into your draft`,
        sides: merge.result.sides,
        oursLabel: "Your draft",
        theirsLabel: `v${version}`,
        submitLabel: "Merge",
        finish: (content) => void finish(content),
      });
      return null;
    },
    [origin, draft, open, keeper, keepGoing, live, mergeShared],
  );

  const bringIn = useCallback(
    async (newer: NewerVersion) => {
      const result = await reach(() => loadVersion({ workspace, name: prompt.name, version: newer.version }));
      if (result.ok) await take(result.data);
      else failed(result.error.message);
    },
    [workspace, prompt.name, take],
  );

  return { joining, setJoining, joinOther, keepThis, takeOther, take, bringIn, canJoin: canJoin(kept) };
}

/** Whether one click is enough, because there are no conflicts. */
function canJoin({ state: { other }, origin, draft }: DraftState): boolean {
  return (
    other !== null && mergeDrafts(origin.base.content, draft, other.draft, other.common).result.conflicts.length === 0
  );
}

export type JoiningActs = ReturnType<typeof useJoining>;

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { loadVersion } from "@/app/[workspace]/prompts/[name]/actions/edit";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useLatest } from "@/components/ui/use-latest";
import type { Draft } from "@/lib/editing/draft/draft";
import { draftKey, isPristine } from "@/lib/editing/draft/draft-form";
import { findLostEntry, type LostEntry, putBack } from "@/lib/editing/draft/lost-entry";
import type { EditSetup } from "@/lib/editing/draft/setup";
import { type ActReply, sendAct } from "@/lib/editing/shared/shared-transport";
import type { SharedDraftNews, SharedDraftPerson } from "@/lib/registry/shared-draft/queries";
import type { DraftState } from "../use-draft";
import type { EditorSession } from "./editor-session";

const failed = (sentence: string | null) =>
  toast({
    title: "The shared draft was not opened.",
    detail: sentence ?? "The server does not answer.",
    tone: "failed",
  });

/** Somebody deleted the message that this person is writing. */
function sayLost(lost: LostEntry, session: EditorSession): void {
  toast({
    title: "The message that you were editing was deleted.",
    detail: "Another person who edits this draft deleted it.",
    undo: () => session.change(session.draft, putBack(session.draft, lost)),
  });
}

/** Starts, joins and leaves a shared draft. After leaving, the person continues alone with all of its text. */
export function useSharedDraft({ workspace, prompt, copy, userId, readOnly }: EditSetup, kept: DraftState) {
  const { keeper, live, show, rendered, open, origin, shared: offer, openedShared, keepGoing, settleShare } = kept;
  const [session, setSession] = useState<EditorSession | null>(null);
  const [people, setPeople] = useState<readonly SharedDraftPerson[]>([]);
  const [isOpening, setOpening] = useState(false);
  const latestOrigin = useLatest(origin);
  const tab = keeper.options.tab;
  const router = useRouter();

  const stop = useCallback(() => {
    live.current = null;
    setSession(null);
    setPeople([]);
    keeper.share(false);
    keepGoing.sendSoon();
  }, [live, keeper, keepGoing]);

  const enter = useCallback(
    /** `known`: the text of the shared draft that this tab's text goes on from. Null if it does not. */
    async (id: string, known: (now: Draft) => Draft | null) => {
      const joined: ActReply<SharedDraftNews> = await sendAct(workspace, { do: "join", id, tab });
      if (!joined.ok) return failed(joined.sentence);
      const { EditorSession } = await import("./editor-session");
      const made = new EditorSession({
        workspace,
        id,
        tab,
        shown: () => rendered.current,
        onDraft: (draft) => {
          if (live.current !== made) return;
          const lost = findLostEntry(rendered.current, draft, made.place);
          show(draft);
          if (lost) sayLost(lost, made);
        },
        onPeople: setPeople,
        onStatus: (status) => {
          if (live.current === made) keeper.noteShared(status, made.draft);
        },
        onBase: async (version) => {
          const result = await reach(() => loadVersion({ workspace, name: prompt.name, version }));
          if (!result.ok || live.current !== made || latestOrigin.current.base.version >= version) return;
          const { author, ...base } = result.data;
          settleShare({ base, seen: version });
          if (author.id !== userId) toast({ title: `${author.name} saved v${version}.`, detail: "You go on from it." });
          router.refresh(); // refreshes the deployments shown above the text
        },
        onEnd: (sentence) => {
          stop();
          toast({
            title: "You edit alone again.",
            detail: `${sentence ?? "The shared draft has ended."} Its text is your own draft now.`,
          });
        },
      });
      made.begin(joined.data);
      await keeper.settled();
      const seeded = known(made.draft);
      // Also applies what was typed after the text was sent or the page was opened.
      if (seeded) made.change(seeded, rendered.current);
      const isOwn = (draft: Draft) =>
        !seeded && !isPristine(origin.base, draft) && draftKey(draft) !== draftKey(made.draft);
      let hasAside = false;
      for (let own = rendered.current; isOwn(own); own = rendered.current) {
        hasAside = await keeper.setAside(own);
        if (!hasAside) {
          made.leave(false);
          return failed("Your own draft could not be kept. Try again.");
        }
        if (own === rendered.current) break; // nothing was typed meanwhile
      }
      const gone = keeper.head;
      keeper.share(true);
      open(origin, made.draft, { head: null, isHeld: true }, [gone]);
      live.current = made;
      setSession(made);
      keepGoing.sendSoon();
      if (hasAside) toast({ title: "You edit together now.", detail: "Your own draft is kept under Other drafts." });
    },
    [
      workspace,
      prompt.name,
      tab,
      keeper,
      live,
      show,
      rendered,
      open,
      origin,
      latestOrigin,
      keepGoing,
      stop,
      settleShare,
      router,
      userId,
    ],
  );

  const isGoing = useRef(false);
  const begin = useCallback(async () => {
    if (isGoing.current || live.current) return;
    isGoing.current = true;
    setOpening(true);
    try {
      if (offer) {
        const { id } = offer;
        return await enter(id, (now) => {
          const opened = openedShared.current;
          return opened && (opened.id === id || draftKey(opened.draft) === draftKey(now)) ? opened.draft : null;
        });
      }
      const { stateOf } = await import("@/lib/editing/shared/shared-session");
      const draftCopyId = copy?.id ?? null;
      const place = { name: prompt.name, draftCopyId, baseVersion: origin.base.version, tab };
      const text = rendered.current;
      const state = stateOf(text);
      const started: ActReply<{ id: string; isNew: boolean }> = await sendAct(workspace, {
        do: "start",
        ...place,
        state,
      });
      if (!started.ok) return failed(started.sentence);
      await enter(started.data.id, () => (started.data.isNew ? text : null));
    } catch {
      failed("Try again.");
    } finally {
      isGoing.current = false;
      setOpening(false);
    }
  }, [offer, enter, live, copy?.id, prompt.name, origin, tab, rendered, workspace, openedShared]);

  const leave = useCallback(() => {
    session?.leave(false);
    stop();
    toast({ title: "You edit alone again.", detail: "The text of the shared draft is your own draft now." });
  }, [session, stop]);

  const stopNow = useEffectEvent(stop);
  // A page that was closed during shared editing rejoins when it is opened again.
  const isBack = useRef(false);
  useEffect(() => {
    if (!offer || isBack.current || readOnly !== null) return;
    isBack.current = true;
    if (offer.isMember) void begin();
  }, [offer, readOnly, begin]);

  useEffect(() => {
    if (!session) return;
    const close = (event?: PageTransitionEvent) => {
      session.leave(true);
      if (event?.persisted) stopNow(); // the browser may restore this page from its cache
    };
    window.addEventListener("pagehide", close);
    return () => {
      window.removeEventListener("pagehide", close);
      close(); // the page or the session was left
    };
  }, [session]);

  return { session, people, isBusy: isOpening, offer, begin, leave };
}

export type SharedDraftState = ReturnType<typeof useSharedDraft>;

import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Draft } from "@/lib/editing/draft/draft";
import type { DraftKeeper } from "@/lib/editing/draft/draft-keeper";
import { type EditorPresence, sendBeforeUnload } from "@/lib/editing/draft/exchange";
import { holdTab } from "@/lib/editing/draft/open-tabs";
import type { EditSetup } from "@/lib/editing/draft/setup";
import { watchOthers } from "@/lib/editing/draft/watch-others";
import { useWhere } from "./use-where";

const restMs = 800;
/** The longest time without a save while a person types continuously. */
const longestMs = 4_000;
const beatMs = 8_000;
const hiddenBeatMs = 20_000;

type Input = {
  keeper: DraftKeeper;
  draft: Draft;
  setup: EditSetup;
  where: RefObject<EditorPresence>;
  isOpened: RefObject<Promise<void>>;
};

/**
 * Sends the draft to the server after a pause, every few seconds, and when a field, the window or the page loses focus.
 */
export function useKeepGoing({ keeper, draft, setup, where, isOpened }: Input) {
  const { workspace, prompt, copy, readOnly } = setup;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waitingSince = useRef<number | null>(null);
  const beat = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isOpen = useRef(false);

  const send = useCallback(async () => {
    clearTimeout(timer.current);
    clearTimeout(beat.current);
    waitingSince.current = null;
    await keeper.round();
    if (!isOpen.current) return;
    clearTimeout(beat.current);
    beat.current = setTimeout(() => void send(), document.hidden ? hiddenBeatMs : beatMs);
    const isAnswered = keeper.state.reason !== "unreachable" && keeper.state.reason !== "signed out";
    if (isAnswered && keeper.nextWrite()) {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void send(), restMs);
    }
  }, [keeper]);
  const sendSoon = useCallback(() => {
    const now = Date.now();
    waitingSince.current ??= now;
    clearTimeout(timer.current);
    const wait = Math.max(0, Math.min(restMs, waitingSince.current + longestMs - now));
    timer.current = setTimeout(() => void send(), wait);
  }, [send]);

  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else if (draft && keeper.isDirty) sendSoon();
  }, [draft, keeper, sendSoon]);

  const onMove = useWhere({ draft, where, isReadOnly: readOnly !== null, onChange: sendSoon });

  useEffect(() => {
    const { tab } = keeper.options;
    isOpen.current = true;
    let letGo = holdTab(tab, navigator.locks);
    void isOpened.current.then(() => (isOpen.current ? send() : undefined));
    const stopWatching = watchOthers({ workspace, name: prompt.name, tab }, () => void send());
    const leave = () => {
      if (!isOpen.current) return;
      isOpen.current = false;
      clearTimeout(timer.current);
      clearTimeout(beat.current);
      keeper.holdInBrowser();
      sendBeforeUnload(workspace, {
        name: prompt.name,
        draftCopyId: copy?.id ?? null,
        tab,
        ...keeper.whereabouts,
        presence: null,
        write: keeper.nextWrite(),
      });
      letGo(); // a page that holds a lock does not enter the back/forward cache
    };
    const comeBack = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      isOpen.current = true;
      letGo = holdTab(tab, navigator.locks);
      void send();
    };
    const onVisibility = () => {
      if (document.hidden) keeper.holdInBrowser();
      if (isOpen.current) void send();
    };
    const onBlur = () => {
      if (isOpen.current && keeper.isDirty) void send();
    };
    const warn = (event: BeforeUnloadEvent) => {
      keeper.holdInBrowser();
      if (keeper.state.keeping === "nowhere") event.preventDefault();
    };
    const listeners = [
      ["pagehide", leave],
      ["pageshow", comeBack],
      ["online", send],
      ["blur", onBlur],
      ["beforeunload", warn],
    ] as [string, EventListener][];
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
      document.removeEventListener("visibilitychange", onVisibility);
      stopWatching();
      leave();
    };
  }, [keeper, send, workspace, prompt.name, copy?.id, isOpened]);

  return { send, sendSoon, onMove, onBlur: () => keeper.isDirty && void send() };
}

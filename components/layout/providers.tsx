"use client";

import { type ReactNode, useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { lateCode } from "../ui/late-code";
import { waitingToasts } from "../ui/toast";
import type { ToastInput } from "../ui/toast-input";
import { TooltipHost } from "../ui/tooltip";
import { ServerAway } from "./server-away";
import { startTheme, themeSwitch } from "./theme";

/** What stands beside every page: the theme, tooltips, toasts, and the focus. */
export function Providers({ children }: { children: ReactNode }) {
  // The browser draws the whole document of a page that is missing, and does not run the script in it.
  useLayoutEffect(() => startTheme(themeSwitch), []);
  return (
    <>
      {children}
      <TooltipHost />
      <Toaster />
      <ServerAway />
      <FocusKeeper />
    </>
  );
}

/** Keeps the focus when a press removes what had it. Its code loads after the page. */
function FocusKeeper(): null {
  useEffect(() => {
    let end = () => {};
    let isHere = true;
    const start = () =>
      import("./focus-keeper").then(
        ({ keepFocus }) => {
          if (isHere) end = keepFocus();
        },
        () => {}, // without it, the page works as the browser does
      );
    const timer = setTimeout(start, 300);
    return () => {
      isHere = false;
      clearTimeout(timer);
      end();
    };
  }, []);
  return null;
}

const stack = lateCode(() => import("../ui/toast-stack").then(({ ToastStack }) => ToastStack));
const none: readonly ToastInput[] = [];

/**
 * The container of toasts, once in the root layout. Its code loads after the page and before the first toast, because a
 * toast may have to report that the server cannot be reached.
 */
function Toaster() {
  const waiting = useSyncExternalStore(waitingToasts.subscribe, waitingToasts.all, () => none);
  const Stack = stack.use();
  const [isUsed, setUsed] = useState(false);
  if (waiting.length > 0 && !isUsed) setUsed(true); // mounted from the first toast on
  useEffect(() => {
    const timer = setTimeout(stack.ask, waiting.length > 0 ? 0 : 1_000);
    return () => clearTimeout(timer);
  }, [waiting.length]);
  return isUsed && Stack ? <Stack waiting={waiting} take={waitingToasts.take} /> : null;
}

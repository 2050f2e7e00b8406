"use client";

import { ThemeProvider } from "next-themes";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { lateCode } from "../ui/late-code";
import { waitingToasts } from "../ui/toast";
import type { ToastInput } from "../ui/toast-input";
import { TooltipHost } from "../ui/tooltip";
// Every page carries error pages. Their parts come with this layout, so that each does not repeat them.
import "../ui/button-style";
import "../ui/empty-state";
import { ServerAway } from "./server-away";

/** The providers of every page: theme, tooltips, toasts, and the focus. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      {children}
      <TooltipHost />
      <Toaster />
      <ServerAway />
      <FocusKeeper />
    </ThemeProvider>
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

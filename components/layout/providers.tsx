"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { Toaster } from "../ui/toaster";
import { TooltipHost } from "../ui/tooltip";
import { ServerAway } from "./server-away";

/** The providers of every page: theme, URL state, tooltips, toasts. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <NuqsAdapter>{children}</NuqsAdapter>
      <TooltipHost />
      <Toaster />
      <ServerAway />
    </ThemeProvider>
  );
}

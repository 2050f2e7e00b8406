"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useLate } from "@/components/layout/navigation";
import { PageRegion } from "@/components/layout/page-region";
import { type Frame, frameBetween } from "./frame-between";
import { skeletonOf } from "./skeleton-of";

/** Shown this long after a click, in milliseconds: a page that is there by then comes without a skeleton. */
const delayMs = 100;

/** What a page fills of a frame: the skeleton of the page that was asked for stands in it until something of that comes. */
export function WaitingRegion({ frame, children }: { frame: Frame; children: ReactNode }) {
  const to = useLate(delayMs);
  const from = usePathname();
  const isHere = to !== null && frameBetween(from, to.pathname) === frame;
  return (
    <PageRegion
      skeleton={isHere ? skeletonOf(frame, to.pathname) : null}
      top={frame === "workspace" ? undefined : "var(--topbar)"}
    >
      {children}
    </PageRegion>
  );
}

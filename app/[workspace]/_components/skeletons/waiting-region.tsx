"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { useLate } from "@/components/layout/navigation";
import { PageRegion } from "@/components/layout/page-region";
import { lateCode } from "@/components/ui/late-code";
import { type Frame, frameBetween } from "./frame-between";

/** The skeleton appears this many milliseconds after a click. Pages that load faster show no skeleton. */
const delayMs = 100;

/** Loads after the page, for the first click. */
const skeletons = lateCode(() => import("./page-skeleton").then(({ skeletonOf }) => skeletonOf));

/** The content of a layout. Shows the skeleton of the requested page until its first part arrives. */
export function WaitingRegion({ frame, children }: { frame: Frame; children: ReactNode }) {
  const to = useLate(delayMs);
  const from = usePathname();
  const skeletonOf = skeletons.use();
  useEffect(skeletons.ask, []);
  const isHere = to !== null && frameBetween(from, to.pathname) === frame;
  return (
    <PageRegion
      skeleton={isHere && skeletonOf ? skeletonOf(frame, to.pathname) : null}
      top={frame === "workspace" ? undefined : "var(--topbar)"}
    >
      {children}
    </PageRegion>
  );
}

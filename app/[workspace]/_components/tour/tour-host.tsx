"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { tourEvent } from "./begin";
import { readTour } from "./place";

const Tour = dynamic(() => import("./tour"), { ssr: false });

/** Loads the tour when it starts, or if it was started before. */
export function TourHost({ workspace }: { workspace: string }) {
  const [needed, setNeeded] = useState<"begun" | "kept" | null>(null);
  useEffect(() => {
    if (readTour(localStorage, workspace) !== null) setNeeded("kept");
    const begin = () => setNeeded((before) => before ?? "begun");
    addEventListener(tourEvent, begin);
    return () => removeEventListener(tourEvent, begin);
  }, [workspace]);
  return needed ? <Tour workspace={workspace} isBegun={needed === "begun"} /> : null;
}

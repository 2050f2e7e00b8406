"use client";

import dynamic from "next/dynamic";
import { PartLoading } from "@/components/ui/part-loading";

/** The two views beside the list of versions. Each loads when it is chosen. */
export const LateComparison = dynamic(() => import("./comparison").then((module) => module.Comparison), {
  loading: PartLoading,
});
export const LateReleaseLog = dynamic(() => import("./release-log").then((module) => module.ReleaseLog), {
  loading: PartLoading,
});

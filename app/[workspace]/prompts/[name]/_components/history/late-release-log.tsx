"use client";

import dynamic from "next/dynamic";
import { PartLoading } from "@/components/ui/part-loading";

/** The releases of a prompt, which stand in the place of the comparison when they are chosen. */
export const LateReleaseLog = dynamic(() => import("./release-log").then((module) => module.ReleaseLog), {
  loading: PartLoading,
});

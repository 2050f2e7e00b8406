"use client";

import dynamic from "next/dynamic";
import { PartLoading } from "@/components/ui/part-loading";

/** The evidence of a guard, whose code loads when it is opened. */
export const LateEvidence = dynamic(() => import("./evidence-view").then((module) => module.EvidenceView), {
  loading: PartLoading,
});

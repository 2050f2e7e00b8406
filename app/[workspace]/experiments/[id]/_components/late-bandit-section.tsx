"use client";

import dynamic from "next/dynamic";
import { PartLoading } from "@/components/ui/part-loading";

/** The results of a bandit, which most experiments are not. */
export const LateBanditSection = dynamic(() => import("./bandit-section").then((module) => module.BanditSection), {
  loading: PartLoading,
});

"use client";

import dynamic from "next/dynamic";
import { Loading, Skeleton } from "@/components/ui/skeleton";

const loading = () => (
  <Loading label="Loading the chart" className="h-[240px]">
    <Skeleton className="h-full w-full" />
  </Loading>
);

/** Charts are loaded lazily, because the page can be read without them. */
export const LateBandChart = dynamic(
  () => import("@/components/charts/band-chart").then((module) => module.BandChart),
  {
    ssr: false,
    loading,
  },
);

export const LateShareChart = dynamic(
  () => import("@/components/charts/share-chart").then((module) => module.ShareChart),
  { ssr: false, loading },
);

export const LateCategoryChart = dynamic(
  () => import("@/components/charts/category-chart").then((module) => module.CategoryChart),
  { ssr: false, loading },
);

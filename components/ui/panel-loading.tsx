"use client";

import { Skeleton } from "./skeleton";
import { useTypedAhead } from "./typed-ahead";

/** Stands in for the content of a popover while its code loads. What is typed goes into its first field. */
export function PanelLoading() {
  useTypedAhead(true);
  return <Skeleton className="m-3 h-4 w-40" />;
}

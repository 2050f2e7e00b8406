"use client";

import { RotateCw } from "lucide-react";
import { useRefresh } from "@/components/layout/use-refresh";
import { Button } from "@/components/ui/button";

/** Reads the page's data again. */
export function RefreshButton() {
  const { isRefreshing, refresh } = useRefresh();
  return (
    <Button icon={<RotateCw />} busy={isRefreshing && "Checking"} onClick={refresh}>
      Check again
    </Button>
  );
}

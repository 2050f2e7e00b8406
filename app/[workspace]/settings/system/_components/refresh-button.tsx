"use client";

import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";

/** Reads the page's data again. */
export function RefreshButton() {
  const router = useRouter();
  const [isChecking, startChecking] = useTransition();
  return (
    <Button icon={<RotateCw />} busy={isChecking && "Checking"} onClick={() => startChecking(() => router.refresh())}>
      Check again
    </Button>
  );
}

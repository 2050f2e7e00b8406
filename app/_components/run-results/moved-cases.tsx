"use client";

import { LinkButton } from "@/components/ui/text-link";
import { useFilters } from "@/components/ui/use-filters";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { resultParsers } from "./result-state";

/** "2 fixed, 1 broken" of a dimension. Each number shows its cases in the list below. */
export function MovedCases({ dimension, fixed, broken }: { dimension: Dimension; fixed: number; broken: number }) {
  const [, set] = useFilters(resultParsers, { isLocal: true });
  if (fixed + broken === 0) return "no change";
  const show = (change: "fixed" | "broken") => set({ show: change, dimension, case: null });
  return (
    <>
      {fixed > 0 ? <LinkButton onClick={() => show("fixed")}>{`${fixed} fixed`}</LinkButton> : "0 fixed"}
      {", "}
      {broken > 0 ? <LinkButton onClick={() => show("broken")}>{`${broken} broken`}</LinkButton> : "0 broken"}
    </>
  );
}

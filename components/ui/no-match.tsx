"use client";

import type { ReactNode } from "react";
import type { Params } from "@/lib/core/address-params";
import { Button } from "./button";
import { EmptyState } from "./empty-state";
import { useFilters } from "./use-filters";

type Props = { title: string; params: Params; children?: ReactNode };

/** Instead of a list of which nothing matches the filters. */
export function NoMatch({ title, params, children }: Props) {
  const [, , { clear }] = useFilters(params);
  return (
    <EmptyState plain title={title} action={<Button onClick={clear}>Clear filters</Button>}>
      {children}
    </EmptyState>
  );
}

"use client";

import { usePathname } from "next/navigation";
import { TablePageLoading } from "../_components/table-page-loading";
import { PromptLoading } from "./_components/prompt-loading";

/** Before anything is known: the boxes of the list, or of the prompt that the address names. */
export default function OpeningPrompts() {
  const [, , , name] = usePathname().split("/");
  return name ? <PromptLoading /> : <TablePageLoading title="Prompts" label="Loading prompts" />;
}

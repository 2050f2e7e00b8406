import type { ReactNode } from "react";
import { DiffViewer } from "@/components/diff/diff-viewer";
import { toSections } from "@/lib/registry/diff-sections";

type Props = { label: string; diff: Parameters<typeof toSections>[0]; head: ReactNode };

/** What changes in a prompt that takes another version of a snippet. */
export function UseDiff({ label, diff, head }: Props) {
  return <DiffViewer label={label} sections={toSections(diff)} layout="auto" head={head} />;
}

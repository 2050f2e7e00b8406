"use client";

import { DiffViewer, type DiffViewerProps } from "@/components/diff/diff-viewer";
import type { DiffPart } from "@/components/diff/part";
import { type DiffQuery, useDiffParts } from "./use-diff-parts";

type Props = Omit<DiffViewerProps, "sections" | "foot"> & { part: DiffPart; compared: DiffQuery };

/** The diff between two versions. A large diff is loaded in parts. */
export function VersionDiff({ part, compared, ...props }: Props) {
  return <DiffViewer {...props} {...useDiffParts(part, compared)} />;
}

"use client";

import { useState } from "react";
import type { DiffLayout } from "@/components/diff/diff-row";
import { DiffViewer } from "@/components/diff/diff-viewer";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { toSections } from "@/lib/registry/diff-sections";
import { useEdit } from "./edit-context";

/** The diff between the start version and the draft, by line. */
export function CompareBody() {
  const { diff, origin } = useEdit();
  const [layout, setLayout] = useState<DiffLayout>("auto");
  const { version } = origin.base;
  return (
    <DiffViewer
      label={`Difference between v${version} and your draft`}
      layout={layout}
      sections={toSections(diff)}
      headEnd={
        <Segmented
          label="View"
          value={layout === "unified" ? "unified" : "auto"}
          onChange={setLayout}
          options={[
            { value: "auto", label: "Side by side" },
            { value: "unified", label: "Unified" },
          ]}
        />
      }
      empty={
        diff.isSame ? (
          <EmptyState plain title={`No difference from v${version}`}>
            Your changes appear here before you save them.
          </EmptyState>
        ) : null
      }
    />
  );
}

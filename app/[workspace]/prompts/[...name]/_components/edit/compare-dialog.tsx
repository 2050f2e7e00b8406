"use client";

import { Columns2 } from "lucide-react";
import { useState } from "react";
import { DiffViewer } from "@/components/diff/diff-viewer";
import type { DiffLayout } from "@/components/diff/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { toSections } from "../history/diff-sections";
import { useEdit } from "./edit-context";

/** What the draft changes against the version it started from, line by line. */
export function CompareDialog() {
  const { diff, origin } = useEdit();
  const [isOpen, setOpen] = useState(false);
  const [layout, setLayout] = useState<DiffLayout>("auto");
  const { version } = origin.base;
  return (
    <>
      <Button icon={<Columns2 />} className="max-md:hidden" onClick={() => setOpen(true)}>
        Compare
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        width="full"
        title={`Your draft against v${version}`}
        description={`Left v${version}, right what saving would make.`}
      >
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
              <EmptyState plain title={`Nothing differs from v${version}`}>
                What you change shows here before you save it.
              </EmptyState>
            ) : null
          }
        />
      </Dialog>
    </>
  );
}

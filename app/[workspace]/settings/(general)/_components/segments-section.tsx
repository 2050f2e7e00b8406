"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import type { SeenAttribute, SegmentView } from "@/lib/telemetry/queries/segments";
import { segmentLimits } from "@/lib/telemetry/segment-limits";
import { Section } from "../../_components/section";

const SegmentsDialog = lateDialog(() => import("./segments-dialog").then((module) => module.SegmentsDialog));

type Props = {
  segments: readonly SegmentView[];
  /** The attributes of the newest requests. Null: not loaded, because the person cannot change segments. */
  seen: readonly SeenAttribute[] | null;
};

/** The attributes by which experiments are broken down and which guards watch. */
export function SegmentsSection({ segments, seen }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Segments"
      help={`Up to ${segmentLimits.attributes} attributes of requests, such as language or plan. Experiments are broken down by them, and guards watch each value.`}
      action={
        seen ? (
          <Button size="sm" onClick={() => setOpen(true)}>
            {segments.length > 0 ? "Change segments" : "Mark attributes"}
          </Button>
        ) : null
      }
    >
      {segments.length === 0 ? (
        <p className="text-fg-muted">
          No attribute is marked.{" "}
          {seen ? "Mark those that your application knows before it calls the model." : "Admins and owners mark them."}
        </p>
      ) : (
        <ul className="grid gap-3">
          {segments.map(({ attribute, values }) => (
            <li key={attribute}>
              <b className="font-medium">{attribute}</b>
              <p className="break-words text-fg-muted">
                {values.length > 0
                  ? `${values.join(", ")}${values.length === segmentLimits.values ? ", and all others together" : ""}`
                  : "No request has it yet."}
              </p>
            </li>
          ))}
        </ul>
      )}
      {isOpen && seen ? <SegmentsDialog segments={segments} seen={seen} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

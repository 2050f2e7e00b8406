"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { NewerVersion } from "@/lib/evaluation/comparison/queries/change-page";
import { amend } from "../../actions";
import { useChange } from "./change-context";

/** A dialog that replaces the version under review with a newer one. */
export function AmendDialog({ newer, onClose }: { newer: readonly NewerVersion[]; onClose: () => void }) {
  const { workspace, request } = useChange();
  const [version, setVersion] = useState(String(newer[0]?.version ?? ""));
  const [body, setBody] = useState("");

  return (
    <ActionDialog
      onClose={onClose}
      title={`Replace v${request.version}`}
      description="Approvals and requests for changes of the old version do not count for the new one."
      act="Replace"
      acting="Replacing"
      run={() => {
        const text = body.trim();
        return amend({ workspace, number: request.number, version: Number(version), ...(text && { body: text }) });
      }}
    >
      <Field label="Version">
        <Select
          value={version}
          onChange={(event) => setVersion(event.target.value)}
          options={newer.map(({ version: number, message, author }) => ({
            value: String(number),
            label: `v${number}, ${message || "No message"}, by ${author}`,
          }))}
        />
      </Field>
      <Field label="What is different" note="optional">
        <Textarea value={body} onChange={(event) => setBody(event.target.value)} maxLength={10_000} rows={3} />
      </Field>
    </ActionDialog>
  );
}

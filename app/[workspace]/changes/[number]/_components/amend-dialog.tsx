"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { amend } from "../../actions";
import { useChange } from "./change-context";
import type { NewerVersion } from "./load-change-page";

/** Chooses the newer version that takes the place of the one under review. */
export function AmendDialog({ newer, onClose }: { newer: readonly NewerVersion[]; onClose: () => void }) {
  const { workspace, request } = useChange();
  const [version, setVersion] = useState(String(newer[0]?.version ?? ""));
  const [body, setBody] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, start] = useTransition();
  const router = useRouter();
  const submit = () =>
    start(async () => {
      const text = body.trim();
      const input = { workspace, number: request.number, version: Number(version), ...(text && { body: text }) };
      const result = await amend(input);
      if (!result.ok) return setFailure(result.error.message);
      router.refresh();
      onClose();
    });
  return (
    <FormDialog
      onClose={onClose}
      title={`Put a newer version in the place of v${request.version}`}
      description="Approvals and requests for changes were given for the old version: they do not count for the new one."
      act="Put it in place"
      busy={isBusy && "Putting it in place"}
      failure={failure}
      onSubmit={submit}
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
      <Field label="What is different" note="if you want to say">
        <Textarea value={body} onChange={(event) => setBody(event.target.value)} maxLength={10_000} rows={3} />
      </Field>
    </FormDialog>
  );
}

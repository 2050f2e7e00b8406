"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { Section } from "../../_components/section";
import { change } from "../actions";

export type WorkspaceSectionProps = {
  workspace: string;
  name: string;
  /** Why the person may not rename it; null when they may. */
  refusal: string | null;
};

/** The workspace's name and address. */
export function WorkspaceSection({ workspace, name: before, refusal }: WorkspaceSectionProps) {
  return (
    <Section title="Workspace" help="Only members can see its contents.">
      {refusal ? (
        <dl className="grid max-w-xl grid-cols-[120px_minmax(0,1fr)] gap-y-1.5">
          <dt className="text-fg-muted">Name</dt>
          <dd className="font-medium">{before}</dd>
          <dt className="text-fg-muted">Address</dt>
          <dd>
            <code>/{workspace}</code>
          </dd>
          <dt className="text-fg-muted">Change it</dt>
          <dd className="text-fg-muted">{refusal}</dd>
        </dl>
      ) : (
        <NameForm key={before} workspace={workspace} before={before} />
      )}
    </Section>
  );
}

function NameForm({ workspace, before }: { workspace: string; before: string }) {
  const name = useCheckedValue(before, (value) => (value.trim() ? null : "A workspace needs a name."));
  const [isSaving, startSaving] = useTransition();
  const router = useRouter();
  const send = async (to: string) => {
    const result = await reach(() => change({ workspace, name: to }));
    if (!result.ok) return result.error.message;
    router.refresh();
    return null;
  };
  const undo = async () => {
    const failed = await send(before);
    if (failed) toast({ tone: "failed", title: "The name was not changed.", detail: failed });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaving || !name.isFine()) return;
    const to = name.value.trim();
    startSaving(async () => {
      const failed = await send(to);
      if (failed) name.setError(failed);
      else toast({ title: `The workspace has the new name ${to}.`, detail: "Its address stays.", undo });
    });
  };
  const isSame = name.value.trim() === before;
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-90 gap-4">
      <Field label="Name" error={name.error}>
        <Input {...name.props} maxLength={80} autoComplete="off" />
      </Field>
      <p className="text-fg-muted">
        Its address is <code>/{workspace}</code> and cannot change, because links and scripts use it.
      </p>
      <p>
        <Button type="submit" busy={isSaving && "Saving"} off={isSame ? "Nothing has changed." : null}>
          Save name
        </Button>
      </p>
    </form>
  );
}

"use client";

import type { FormEvent } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { Section } from "../../_components/section";
import { change } from "../actions";

export type WorkspaceSectionProps = {
  name: string;
  /** Why the person may not rename it. Null: they may. */
  refusal: string | null;
};

/** The workspace's name and address. */
export function WorkspaceSection({ name: before, refusal }: WorkspaceSectionProps) {
  const workspace = useWorkspace();
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
        <NameForm key={before} before={before} />
      )}
    </Section>
  );
}

function NameForm({ before }: { before: string }) {
  const workspace = useWorkspace();
  const name = useCheckedValue(before, (value) => (value.trim() ? null : "A workspace needs a name."));
  const { start, isBusy } = useAction({
    run: (to: string) => change({ workspace, name: to }),
    done: (_, to) => ({
      title: `The workspace has the new name ${to}.`,
      detail: "Its address does not change.",
      undo: { run: () => change({ workspace, name: before }), failed: "The name was not changed." },
    }),
    refresh: "done",
    onRefused: ({ message }) => {
      name.setError(message);
      return true;
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.isFine()) start(name.value.trim());
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
        <Button type="submit" busy={isBusy && "Saving"} off={isSame ? "Nothing has changed." : null}>
          Save name
        </Button>
      </p>
    </form>
  );
}

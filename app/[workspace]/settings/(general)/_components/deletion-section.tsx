"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { DialogRow } from "@/components/ui/dialog";
import { Section } from "../../_components/section";
import { useTypedSlug } from "../../_components/typed-slug";
import { remove } from "../actions";

type DeletionSectionProps = { name: string };

/** Schedules the deletion of the workspace in a week. Shown to owners while no deletion is scheduled. */
export function DeletionSection({ name }: DeletionSectionProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title="Delete this workspace" help="It is deleted after seven days. Until then an owner can keep it.">
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete workspace
      </Button>
      {isOpen ? <DeletionDialog name={name} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

function DeletionDialog({ name, onClose }: DeletionSectionProps & { onClose: () => void }) {
  const workspace = useWorkspace();
  const typed = useTypedSlug();
  return (
    <ActionDialog
      variant="danger"
      title={`Delete ${name}?`}
      description="A line on every page shows the day. Owners get an e-mail if e-mail is set up."
      act="Delete workspace"
      acting="Deleting"
      cancel="Keep workspace"
      check={typed.isFine}
      run={() => remove({ workspace, slug: typed.slug })}
      onClose={onClose}
    >
      <div>
        <DialogRow name="For seven days">Everything works as before. Applications get their prompts.</DialogRow>
        <DialogRow name="After that">
          Prompts, history, results, requests and API keys are gone. Applications get 401. Only a backup can restore
          them.
        </DialogRow>
      </div>
      {typed.field}
    </ActionDialog>
  );
}

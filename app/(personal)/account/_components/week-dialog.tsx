"use client";

import { useState } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useRead } from "@/components/ui/use-read";
import { previewWeek } from "../actions";

export type WeekWorkspace = { slug: string; name: string };

/** The digest of the last week, shown on the page. */
export function WeekDialog({ workspaces, onClose }: { workspaces: readonly WeekWorkspace[]; onClose: () => void }) {
  const [slug, setSlug] = useState(workspaces[0]?.slug ?? "");
  const { data, failure } = useRead(previewWeek, { workspace: slug });
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Weekly digest"
      description={data?.week ?? "The last complete week, from Monday to Sunday."}
      actions={
        <DialogClose>
          <Button>Done</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        {workspaces.length > 1 ? (
          <Field label="Workspace">
            <Select
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
              options={workspaces.map((one) => ({ value: one.slug, label: one.name }))}
            />
          </Field>
        ) : null}
        {data ? (
          data.parts.map(({ title, lines }) => (
            <section key={title}>
              <h3 className="mb-1 font-medium">{title}</h3>
              <ul className="grid gap-1 text-fg-muted">
                {inOrder(lines).map(({ key, item }) => (
                  <li key={key} className="[overflow-wrap:anywhere]">
                    {item}
                  </li>
                ))}
              </ul>
            </section>
          ))
        ) : failure ? (
          <Callout tone="negative">{failure.message}</Callout>
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
      </div>
    </Dialog>
  );
}

"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { previewWeek } from "../actions";

export type WeekWorkspace = { slug: string; name: string };

type Week = { week: string; parts: { title: string; lines: string[] }[] };

/** What the digest of the last week says, read here. */
export function WeekDialog({ workspaces, onClose }: { workspaces: readonly WeekWorkspace[]; onClose: () => void }) {
  const [slug, setSlug] = useState(workspaces[0]?.slug ?? "");
  const [read, setRead] = useState<{ slug: string; week: Week } | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    setError(null);
    void reach(() => previewWeek({ workspace: slug })).then((result) => {
      if (isGone) return;
      if (result.ok) setRead({ slug, week: result.data });
      else setError(result.error.message);
    });
    return () => {
      isGone = true;
    };
  }, [slug]);
  const week = read?.slug === slug ? read.week : null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Your week"
      description={week ? week.week : "The last week that is over, from Monday to Sunday."}
      actions={
        <DialogClose asChild>
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
        {error ? <Callout tone="negative">{error}</Callout> : null}
        {week ? (
          week.parts.map(({ title, lines }) => (
            <section key={title}>
              <h3 className="mb-1 font-medium">{title}</h3>
              <ul className="grid gap-1 text-fg-muted">
                {lines.map((line) => (
                  <li key={line} className="[overflow-wrap:anywhere]">
                    {line}
                  </li>
                ))}
              </ul>
            </section>
          ))
        ) : error ? null : (
          <Skeleton className="h-40 w-full" />
        )}
      </div>
    </Dialog>
  );
}

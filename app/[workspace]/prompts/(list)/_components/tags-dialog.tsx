"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import { loadTags, removeTagEverywhere, renameTagEverywhere } from "../actions";

type Editing = { tag: string; kind: "rename" | "remove"; text: string };

const on = (count: number) => (count === 1 ? "one prompt" : `${count} prompts`);

/** A dialog that renames or removes any tag of the workspace on all prompts at once. */
export function TagsDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const router = useRouter();
  const { data: tags, failure: unread, reload } = useRead(loadTags, { workspace });
  const [editing, setEditing] = useState<Editing | null>(null);
  const { start, isBusy, failure } = useAction({
    run: ({ tag, kind, text }: Editing) =>
      kind === "rename"
        ? renameTagEverywhere({ workspace, tag, to: text.trim() })
        : removeTagEverywhere({ workspace, tag }),
    onDone: async ({ prompts }, { tag, kind, text }) => {
      toast({
        title:
          kind === "rename"
            ? `${tag} is now ${text.trim()} on ${on(prompts)}.`
            : `${tag} is removed from ${on(prompts)}.`,
      });
      setEditing(null);
      await reload();
      router.refresh();
    },
  });
  const run = (edited: Editing) => {
    const to = edited.text.trim();
    if (edited.kind === "remove" || (to !== "" && to !== edited.tag)) start(edited);
  };
  const problem = (failure ?? unread)?.message;

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={isBusy}
      title="Tags"
      description="A change applies to every prompt that has the tag, including archived ones."
    >
      <FailureCallout message={problem} className="mb-3" />
      {tags === null && !problem ? <p className="text-fg-muted">Loading</p> : null}
      {tags?.length === 0 ? <p className="text-fg-muted">No prompt has a tag yet.</p> : null}
      <ul>
        {tags?.map(({ tag, prompts }) => (
          <li key={tag} className="flex min-h-10 items-center gap-2 border-line py-1 not-last:border-b">
            {editing?.tag === tag ? (
              <TagForm editing={editing} prompts={prompts} isBusy={isBusy} onChange={setEditing} onRun={run} />
            ) : (
              <>
                <span className="min-w-0 flex-1 truncate">{tag}</span>
                <span className="text-12 text-fg-muted tabular-nums">{on(prompts)}</span>
                <IconButton
                  size="sm"
                  label={`Rename the tag ${tag}`}
                  icon={<Pencil className="size-3.5" />}
                  onClick={() => setEditing({ tag, kind: "rename", text: tag })}
                />
                <IconButton
                  size="sm"
                  label={`Remove the tag ${tag}`}
                  icon={<Trash2 className="size-3.5" />}
                  onClick={() => setEditing({ tag, kind: "remove", text: "" })}
                />
              </>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type TagFormProps = {
  editing: Editing;
  prompts: number;
  isBusy: boolean;
  onChange: (editing: Editing | null) => void;
  onRun: (editing: Editing) => void;
};

function TagForm({ editing, prompts, isBusy, onChange, onRun }: TagFormProps) {
  const { tag, kind, text } = editing;
  return (
    <form
      className="flex min-w-0 flex-1 flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onRun(editing);
      }}
    >
      {kind === "rename" ? (
        <Input
          aria-label={`New name of ${tag}`}
          value={text}
          maxLength={50}
          autoFocus
          onChange={(event) => onChange({ ...editing, text: event.target.value })}
          className="min-w-32 flex-1"
        />
      ) : (
        <span className="min-w-0 flex-1">
          Remove <b className="font-medium">{tag}</b> from {on(prompts)}?
        </span>
      )}
      <Button variant="quiet" size="sm" onClick={() => onChange(null)}>
        Cancel
      </Button>
      <Button type="submit" size="sm" variant={kind === "rename" ? "primary" : "danger"} busy={isBusy && "Changing"}>
        {kind === "rename" ? "Rename" : "Remove"}
      </Button>
    </form>
  );
}

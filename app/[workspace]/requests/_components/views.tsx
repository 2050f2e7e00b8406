"use client";

import { BookmarkPlus, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { TabLinks } from "@/components/ui/tab-links";
import { toast } from "@/components/ui/toast";
import { type ActionFailure, useAction } from "@/components/ui/use-action";
import type { ReviewQueue } from "@/lib/requests/queries/marks";
import type { SavedViewView } from "@/lib/requests/queries/saved-views";
import { useWorkspace } from "../../_components/use-workspace";
import { dropView } from "../actions";
import { reviewQuery } from "./review-people";
import { useAddress } from "./use-address";

const SaveDialog = lateDialog(() => import("./view-dialogs").then((part) => part.SaveDialog));
const RemoveDialog = lateDialog(() => import("./view-dialogs").then((part) => part.RemoveDialog));

type Props = {
  views: readonly SavedViewView[];
  queue: ReviewQueue;
  canShare: boolean;
  /** Whether the person may remove shared views of others. */
  canManage: boolean;
};

/** The built-in views of every workspace. */
const usual = [
  { name: "All", query: "" },
  { name: "Thumbs down", query: "thumbs=down" },
  { name: "Failed", query: "failed=true" },
] as const;

const normal = (query: string) => {
  const params = new URLSearchParams(query);
  params.delete("request");
  params.sort();
  return params.toString();
};

/** Saved filters as tabs: built-in views, views for all members, and personal views. */
export function Views({ views, queue, canShare, canManage }: Props) {
  const workspace = useWorkspace();
  const { path, search } = useAddress();
  const [saving, setSaving] = useState<SavedViewView | "new">();
  const [isRemoving, setRemoving] = useState(false);
  const router = useRouter();
  const here = normal(search.toString());
  const hrefOf = (query: string) => (query ? `${path}?${query}` : path);
  const tabs: { label: ReactNode; query: string; count?: number }[] = usual.map(({ name: label, query }) => ({
    label,
    query,
  }));
  if (queue.open > 0)
    tabs.push({
      label: "To review",
      query: reviewQuery(queue.mine > 0 ? { review: "mine" } : { review: "open" }),
      count: queue.mine || queue.open,
    });
  const labelOf = ({ name, isMine, by }: SavedViewView) =>
    isMine ? name : <span title={`Saved by ${by}`}>{name}</span>;
  // Of two views with the same filters, a person sees their own.
  const ownFirst = views.toSorted((a, b) => Number(b.isMine) - Number(a.isMine));
  const sameAs = (search: string) => ownFirst.find(({ query }) => normal(query) === search);
  const shown = views.filter((view) => sameAs(normal(view.query)) === view);
  tabs.push(...shown.map((view) => ({ label: labelOf(view), query: view.query })));
  const current = sameAs(here);
  const isKnown = tabs.some(({ query }) => normal(query) === here);
  const leave = (title: string) => {
    setRemoving(false);
    toast({ title, seconds: 4 });
    router.push(path);
    router.refresh();
  };
  const gone = () => leave("The view is removed.");
  const goneBefore = ({ code }: ActionFailure) => {
    if (code !== "not_found") return false;
    leave("The view was removed before.");
    return true;
  };
  const failed = "The view was not removed.";
  const removal = useAction({ run: dropView, onDone: gone, onRefused: goneBefore, failed });
  return (
    <div className="flex h-11 shrink-0 items-center justify-between gap-6 border-line border-b px-6 max-md:h-auto max-md:gap-2 max-md:px-4">
      <TabLinks
        label="Views"
        items={tabs.map(({ query, ...tab }) => {
          const isCurrent = normal(query) === here;
          return { href: hrefOf(query), isCurrent, ...tab };
        })}
      />
      <div className="flex shrink-0 items-center gap-1">
        {current?.isMine ? (
          <IconButton
            size="sm"
            label={`Change the view ${current.name}`}
            icon={<Pencil className="size-3.5" />}
            onClick={() => setSaving(current)}
          />
        ) : null}
        {current && (current.isMine || canManage) ? (
          <IconButton
            size="sm"
            label={`Remove the view ${current.name}`}
            icon={<Trash2 className="size-3.5" />}
            busy={removal.isBusy}
            onClick={() => (current.isShared ? setRemoving(true) : removal.start({ workspace, id: current.id }))}
          />
        ) : null}
        {isKnown ? null : (
          <Button
            variant="quiet"
            size="sm"
            icon={<BookmarkPlus className="size-3.5" />}
            aria-label="Save as view"
            onClick={() => setSaving("new")}
          >
            <span className="max-md:hidden">Save as view</span>
          </Button>
        )}
      </div>
      {saving ? (
        <SaveDialog
          view={saving === "new" ? undefined : saving}
          query={here}
          views={views}
          canShare={canShare}
          onClose={() => setSaving(undefined)}
        />
      ) : null}
      {isRemoving && current ? (
        <RemoveDialog view={current} onDone={gone} onRefused={goneBefore} onClose={() => setRemoving(false)} />
      ) : null}
    </div>
  );
}

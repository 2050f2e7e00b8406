import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { ActionFailure } from "@/components/ui/use-action";
import type { SavedViewView } from "@/lib/requests/queries/saved-views";
import { useWorkspace } from "../../_components/use-workspace";
import { dropView, keepView } from "../actions";

type SaveProps = {
  /** The view to change; undefined to save a new one. */
  view: SavedViewView | undefined;
  query: string;
  views: readonly SavedViewView[];
  canShare: boolean;
  onClose: () => void;
};

/** Only what the person changed, because another tab may have changed the rest. */
const changesOf = (view: SavedViewView, { name, isShared }: Pick<SavedViewView, "name" | "isShared">) => ({
  id: view.id,
  name: name === view.name ? undefined : name,
  isShared: isShared === view.isShared ? undefined : isShared,
});

/** Saves the filters of the page as a tab, or renames and shares one. */
export function SaveDialog({ view, query, views, canShare, onClose }: SaveProps) {
  const workspace = useWorkspace();
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const input = view ? changesOf(view, { name, isShared }) : { name, query, isShared };
  const isKnown = !view && views.some((one) => one.isMine && one.name === name.trim());
  return (
    <ActionDialog
      title={view ? `Change “${view.name}”` : "Save as view"}
      description={view ? "Its filters stay as they are." : "The filters and the time of this page, as a tab."}
      act={view ? "Save" : "Save view"}
      acting="Saving"
      check={() => (name.trim() === "" ? "Give the view a name." : true)}
      run={() => keepView({ workspace, ...input })}
      onDone={() => {
        toast({ title: `Saved as “${name.trim()}”.`, seconds: 4 });
        onClose();
      }}
      // Also a refusal: another tab or an admin may have removed the view.
      refresh="always"
      onClose={onClose}
    >
      <Field label="Name" help={isKnown ? "You have a view of this name. It is replaced." : undefined}>
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} data-autofocus />
      </Field>
      {canShare ? (
        <Checkbox
          label="For everyone in the workspace"
          checked={isShared}
          onChange={(event) => setShared(event.target.checked)}
        />
      ) : null}
    </ActionDialog>
  );
}

type RemoveProps = {
  view: SavedViewView;
  onDone: () => void;
  onRefused: (failure: ActionFailure) => boolean;
  onClose: () => void;
};

/** Asks before a view of all members is removed. */
export function RemoveDialog({ view, onDone, onRefused, onClose }: RemoveProps) {
  const workspace = useWorkspace();
  return (
    <ActionDialog
      title={`Remove “${view.name}”?`}
      description="Everyone in the workspace sees this view. It is removed for all."
      act="Remove view"
      acting="Removing"
      run={() => dropView({ workspace, id: view.id })}
      onDone={onDone}
      onRefused={onRefused}
      onClose={onClose}
    />
  );
}

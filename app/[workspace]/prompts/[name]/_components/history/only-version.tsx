import { promptPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown instead of a diff if there is only one version. */
export function OnlyVersion({ workspace, name, canEdit }: { workspace: string; name: string; canEdit: boolean }) {
  return (
    <EmptyState
      className="content-start"
      title="One version so far"
      action={canEdit ? <Button href={promptPath(workspace, name, { tab: "edit" })}>Edit the prompt</Button> : null}
    >
      Every save creates a version. With two versions you see here, line by line, what changed.
    </EmptyState>
  );
}

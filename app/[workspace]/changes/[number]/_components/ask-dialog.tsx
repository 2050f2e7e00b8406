"use client";

import { useState } from "react";
import { ReviewerPicker } from "@/app/[workspace]/_components/reviewer-picker";
import { ActionDialog } from "@/components/ui/action-dialog";
import { askMore } from "../../actions";
import { useChange } from "./change-context";

/** A dialog that asks more people to review. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const { workspace, request } = useChange();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  return (
    <ActionDialog
      onClose={onClose}
      title="Ask someone to review"
      description={`They review v${request.version} before it is promoted to ${request.environment}.`}
      act="Ask for review"
      acting="Asking"
      check={() => chosen.length > 0 || "Choose a reviewer."}
      run={() => askMore({ workspace, number: request.number, reviewers: [...chosen] })}
    >
      <ReviewerPicker
        environment={request.environment}
        requested={[...request.reviewers, ...request.approvedBy, request.author, request.versionAuthor]}
        isRequired
        chosen={chosen}
        onChange={setChosen}
      />
    </ActionDialog>
  );
}

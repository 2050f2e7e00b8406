"use client";

import { useOptimistic } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Checkbox } from "@/components/ui/choice";
import { useAction } from "@/components/ui/use-action";
import { Section } from "../../_components/section";
import { change } from "../actions";

export type ProofSectionProps = {
  requiresProof: boolean;
  requiresSecondFactor: boolean;
  canChange: boolean;
};

/** Whether risky actions ask for the password again, and whether a second factor is required. */
export function ProofSection({ requiresProof, requiresSecondFactor, canChange }: ProofSectionProps) {
  const workspace = useWorkspace();
  const [isOn, setOn] = useOptimistic({ requiresProof, requiresSecondFactor });
  const turn = useAction({
    run: (to: Partial<typeof isOn>) => {
      setOn({ ...isOn, ...to });
      return change({ workspace, ...to });
    },
    refresh: "always",
    failed: "It was not changed.",
  });
  return (
    <Section title="Signing in" help="What this workspace requires of its members.">
      <div className="grid gap-3">
        <Checkbox
          label="Ask for the password before changes of keys and members, and before releases to protected environments"
          help={
            canChange
              ? "Members confirm with their password. A confirmation is valid for 10 minutes. People who use an identity provider sign in again."
              : "Admins and owners change this."
          }
          checked={isOn.requiresProof}
          disabled={!canChange}
          onChange={(event) => turn.start({ requiresProof: event.target.checked })}
        />
        <Checkbox
          label="Require a second factor for everyone"
          help={
            canChange
              ? "People who signed in with only a password must set up an authenticator app at once. API keys keep working."
              : "Admins and owners change this."
          }
          checked={isOn.requiresSecondFactor}
          disabled={!canChange}
          onChange={(event) => turn.start({ requiresSecondFactor: event.target.checked })}
        />
      </div>
    </Section>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { Checkbox } from "@/components/ui/choice";
import { withProof } from "@/components/ui/proof";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { Section } from "../../_components/section";
import { change } from "../actions";

export type ProofSectionProps = {
  workspace: string;
  requiresProof: boolean;
  requiresSecondFactor: boolean;
  canChange: boolean;
};

/** Whether risky actions ask for the password again, and whether a second factor is required. */
export function ProofSection({ workspace, requiresProof, requiresSecondFactor, canChange }: ProofSectionProps) {
  const [isOn, setOn] = useOptimistic({ requiresProof, requiresSecondFactor });
  const [, startSaving] = useTransition();
  const router = useRouter();
  const turn = (to: Partial<typeof isOn>) =>
    startSaving(async () => {
      setOn({ ...isOn, ...to });
      const result = await withProof(() => reach(() => change({ workspace, ...to })));
      if (!result.ok) toast({ tone: "failed", title: "It was not changed.", detail: result.error.message });
      router.refresh();
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
          onChange={(event) => turn({ requiresProof: event.target.checked })}
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
          onChange={(event) => turn({ requiresSecondFactor: event.target.checked })}
        />
      </div>
    </Section>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { Checkbox } from "@/components/ui/choice";
import { withProof } from "@/components/ui/proof";
import { toast } from "@/components/ui/toast";
import { Section } from "../../_components/section";
import { change } from "../actions";

export type ProofSectionProps = { workspace: string; requiresProof: boolean; canChange: boolean };

/** Whether risky acts ask for the password once more. */
export function ProofSection({ workspace, requiresProof, canChange }: ProofSectionProps) {
  const [isOn, setOn] = useOptimistic(requiresProof);
  const [, startSaving] = useTransition();
  const router = useRouter();
  const turn = (to: boolean) =>
    startSaving(async () => {
      setOn(to);
      const result = await withProof(() => change({ workspace, requiresProof: to }));
      if (!result.ok) toast({ tone: "failed", title: "It stays as it was.", detail: result.error.message });
      router.refresh();
    });
  return (
    <Section title="Confirmation" help="A session left open on a desk does less harm.">
      <Checkbox
        label="Ask for the password before keys, members and releases to protected environments"
        help={
          canChange
            ? "Members confirm with their password, once every 10 minutes. People who sign in with a provider sign in again."
            : "Admins and owners change this."
        }
        checked={isOn}
        disabled={!canChange}
        onChange={(event) => turn(event.target.checked)}
      />
    </Section>
  );
}

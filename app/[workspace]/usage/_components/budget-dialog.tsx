"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { BudgetView } from "@/lib/requests/queries/budgets";
import { PromptPicker } from "../../_components/prompt-picker";
import { costText } from "../../requests/_components/figures";
import { setBudget } from "../actions";

type Props = {
  workspace: string;
  /** The budget that is changed; without one, a new one is set. */
  budget?: BudgetView | undefined;
  onClose: () => void;
};

const whole = "The whole workspace";

/** Sets what a prompt, or the whole workspace, may cost in a month. */
export function BudgetDialog({ workspace, budget, onClose }: Props) {
  const [prompt, setPrompt] = useState(budget?.prompt ?? "");
  const [amount, setAmount] = useState(budget ? String(budget.amountUsd) : "");
  const router = useRouter();
  const amountUsd = Number(amount.replaceAll(",", ""));
  return (
    <ActionDialog
      onClose={onClose}
      title={budget ? `Budget of ${budget.prompt ?? "the whole workspace"}` : "Set a budget"}
      description="For each month (UTC), over all environments. Alerts are sent when it is likely to be exceeded, and when it is spent. Nothing is switched off."
      act={budget ? "Save" : "Set budget"}
      acting="Saving"
      check={() => (amount.trim() !== "" && amountUsd > 0) || "Write an amount in US dollars, for example 50."}
      run={() => setBudget({ workspace, prompt: prompt || null, amountUsd })}
      onDone={() => {
        toast({ title: `${prompt || whole}: ${costText(amountUsd)} a month.` });
        router.refresh();
        onClose();
      }}
    >
      {budget ? null : (
        <Field label="For">
          <PromptPicker workspace={workspace} value={prompt} onPick={setPrompt} none={whole} />
        </Field>
      )}
      <Field label="Amount a month" note="US dollars">
        <Input
          inputMode="decimal"
          data-autofocus
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          className="max-w-40 tabular-nums"
        />
      </Field>
    </ActionDialog>
  );
}

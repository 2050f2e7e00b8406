"use client";

import * as z from "zod/mini";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { typed } from "@/lib/editing/form-schema";
import { costText } from "@/lib/requests/figures";
import type { BudgetView } from "@/lib/requests/queries/budgets";
import { PromptPicker } from "../../_components/prompt-picker";
import { useWorkspace } from "../../_components/use-workspace";
import { setBudget } from "../actions";

type Props = {
  /** The budget to change. Without it, a new budget is created. */
  budget: BudgetView | undefined;
  onClose: () => void;
};

const whole = "The whole workspace";

const amount = (text: string) => {
  const usd = Number(text.replaceAll(",", ""));
  return usd > 0 ? usd : null;
};
const schema = z.object({
  prompt: z.string(),
  amountUsd: typed(amount, "Enter an amount in US dollars, for example 50."),
});

/** Sets the monthly cost limit of a prompt or of the whole workspace. */
export function BudgetDialog({ budget, onClose }: Props) {
  const workspace = useWorkspace();
  const form = useForm({
    schema,
    values: { prompt: budget?.prompt ?? "", amountUsd: budget ? String(budget.amountUsd) : "" },
    run: ({ prompt, amountUsd }) => setBudget({ workspace, prompt: prompt || null, amountUsd }),
    done: (_, { prompt, amountUsd }) => ({ title: `${prompt || whole}: ${costText(amountUsd)} a month.` }),
    onDone: onClose,
    refresh: "done",
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={budget ? `Budget of ${budget.prompt ?? "the whole workspace"}` : "Set a budget"}
      description="For each month (UTC), over all environments. Alerts are sent when it is likely to be exceeded, and when it is spent. Nothing is switched off."
      act={budget ? "Save" : "Set budget"}
      acting="Saving"
    >
      {budget ? null : (
        <FormField form={form} name="prompt" label="For">
          {({ value, onChange }) => <PromptPicker value={value} onPick={onChange} none={whole} />}
        </FormField>
      )}
      <FormField form={form} name="amountUsd" label="Amount per month" note="US dollars">
        {(field) => <Input {...field} inputMode="decimal" data-autofocus className="max-w-40 tabular-nums" />}
      </FormField>
    </FormDialog>
  );
}

"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Menu } from "@/components/ui/menu";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import type { BudgetState } from "@/lib/requests/budgets";
import { costText, largeText } from "@/lib/requests/figures";
import type { BudgetView } from "@/lib/requests/queries/budgets";
import { withQuery } from "../../_components/paths";
import { RowsLink } from "../../_components/rows-link";
import { useWorkspace } from "../../_components/use-workspace";
import { dropBudget } from "../actions";

const BudgetDialog = lateDialog(() => import("./budget-dialog").then((module) => module.BudgetDialog));

type Props = {
  /** The start of the month, as ISO 8601. */
  month: string;
  /** Whether the answers of the whole month are still kept. */
  isKept: boolean;
  budgets: readonly BudgetView[];
  canChange: boolean;
};

const words: Record<BudgetState, string> = { within: "Within", likely_over: "Likely to be exceeded", over: "Spent" };
const tones: Record<BudgetState, string> = {
  within: "text-fg-muted",
  likely_over: "text-warning",
  over: "text-negative",
};
const fills: Record<BudgetState, string> = { within: "bg-chart-6", likely_over: "bg-warning", over: "bg-negative" };
const nameOf = ({ prompt }: BudgetView) => prompt ?? "The whole workspace";

/** The monthly budgets: what was spent, and the forecast for the month. */
export function BudgetsSection({ month, isKept, budgets, canChange }: Props) {
  const workspace = useWorkspace();
  const [changing, setChanging] = useState<BudgetView | "new" | null>(null);
  const [removing, setRemoving] = useState<BudgetView | null>(null);
  const hidden = "max-md:hidden";
  return (
    <section aria-labelledby="budgets" className="border-line border-t px-6 pt-4 pb-6 max-md:px-4">
      <header className="mb-2 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="budgets" className="text-14">
          Budgets of this month
        </h2>
        {canChange ? (
          <Button size="sm" onClick={() => setChanging("new")}>
            Set a budget
          </Button>
        ) : null}
      </header>
      {budgets.length === 0 ? (
        <p className="max-w-[72ch] text-fg-muted">
          {`A budget says what a prompt, or the whole workspace, may cost in a month. An alert is sent when it is likely to be exceeded.${canChange ? "" : " Publishers set budgets."}`}
        </p>
      ) : (
        <Table
          caption="Monthly budgets with what is spent of them"
          columns={[
            "For",
            { name: "Spent", end: true },
            { name: "Share", className: `w-32 ${hidden}`, isSilent: true },
            { name: "Budget", end: true },
            { name: "By the end of the month", end: true, className: hidden },
            { name: "State", className: hidden },
            canChange && { name: "Actions", className: "w-10", isSilent: true },
          ]}
        >
          {budgets.map((budget) => (
            <Row key={budget.id}>
              <RowHead className="font-normal">
                {nameOf(budget)}
                <span className={cn("block text-12 md:hidden", tones[budget.state])}>{words[budget.state]}</span>
              </RowHead>
              <Cell end>
                <RowsLink
                  href={
                    isKept
                      ? withQuery(`/${workspace}/requests`, {
                          from: month,
                          ...(budget.prompt && { prompt: budget.prompt }),
                        })
                      : null
                  }
                  className="text-fg"
                >
                  {costText(budget.spentUsd)}
                </RowsLink>
                {budget.unpricedTokens > 0 ? (
                  <span className="block text-12 text-warning">{`and ${largeText(budget.unpricedTokens)} tokens of unknown price`}</span>
                ) : null}
              </Cell>
              <Cell className={hidden}>
                <span aria-hidden="true" className="block h-1.5 rounded-sm bg-surface-hover">
                  <i
                    style={{ width: `${Math.min(1, budget.spentUsd / budget.amountUsd) * 100}%` }}
                    className={cn("block h-full rounded-sm", fills[budget.state])}
                  />
                </span>
              </Cell>
              <Cell end>{costText(budget.amountUsd)}</Cell>
              <Cell end className={`text-fg-muted ${hidden}`}>
                {budget.forecast ? (
                  <>
                    {`about ${costText(budget.forecast.byEndUsd)} `}
                    <span className="text-12">{`(${costText(budget.forecast.lowUsd)} to ${costText(budget.forecast.highUsd)})`}</span>
                  </>
                ) : (
                  "not known yet"
                )}
              </Cell>
              <Cell className={cn(hidden, tones[budget.state])}>{words[budget.state]}</Cell>
              {canChange ? (
                <Cell end>
                  <Menu
                    label={`Budget of ${nameOf(budget)}`}
                    trigger={
                      <IconButton label={`Change the budget of ${nameOf(budget)}`} size="sm" icon={<Ellipsis />} />
                    }
                    items={[
                      { label: "Change amount", onSelect: () => setChanging(budget) },
                      { label: "Remove", danger: true, onSelect: () => setRemoving(budget) },
                    ]}
                  />
                </Cell>
              ) : null}
            </Row>
          ))}
        </Table>
      )}
      {changing ? (
        <BudgetDialog budget={changing === "new" ? undefined : changing} onClose={() => setChanging(null)} />
      ) : null}
      {removing ? (
        <ActionDialog
          title={`Remove the budget of ${removing.prompt ?? "the whole workspace"}?`}
          description="No more alerts are sent for it. Costs are counted as before."
          act="Remove budget"
          acting="Removing"
          variant="danger"
          run={() => dropBudget({ workspace, id: removing.id })}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </section>
  );
}

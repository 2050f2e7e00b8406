import { budgetData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { type BudgetFacts, spentSentence, usd } from "../words";

export const budgetExceeded = defineAlert({
  kind: "budget.exceeded",
  severity: "critical",
  when: "a monthly budget is spent; once per amount and month. Nothing is switched off",
  data: budgetData,
  words: (data, facts: BudgetFacts) => ({
    title: `${facts.of} has spent its budget of ${usd(data.amountUsd)} for this month`,
    body: spentSentence(data, facts),
    path: "usage",
  }),
});

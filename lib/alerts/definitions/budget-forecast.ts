import { budgetData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { type BudgetFacts, spentSentence, usd } from "../words";

export const budgetForecast = defineAlert({
  kind: "budget.forecast",
  severity: "warning",
  when: "a monthly budget is likely to be exceeded, based on the last seven days; once per amount and month",
  data: budgetData,
  words: (data, facts: BudgetFacts) => ({
    title: `${facts.of} is likely to exceed its budget of ${usd(data.amountUsd)} this month`,
    body: spentSentence(data, facts),
    path: "usage",
  }),
});

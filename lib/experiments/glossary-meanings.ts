/** The meaning of each statistical term in a few lines, by its name. It loads when a term is opened. */
export const meanings: Readonly<Record<string, string>> = {
  Verdict:
    "What an experiment says once every version has the planned number of users: better, worse, or no clear difference. Later data does not change it.",
  Interval:
    "The range in which the true value lies. A 95 % interval contains it in 95 of 100 experiments. If the interval of a change contains 0, the change is not clear.",
  "p-value":
    "How often a difference this large appears by chance when the versions are equal. Below α (usually 0.05) a difference is called clear. It does not say how large or important the difference is.",
  "Live range":
    "An interval that stays true however often you look at it. It is wider than an ordinary interval, and it is the only one shown before the verdict.",
  "Primary metric": "The one metric that decides the experiment. It is fixed before the start.",
  Guardrail:
    "A metric that must not get worse by more than an agreed margin. If it clearly does, the version is blocked, and an A/B test stops early.",
  Margin: "How much worse a guardrail may get: points for a rate, percent for costs and times.",
  Exploratory:
    "A result that the plan did not ask for. With many such results some look clear by chance, so it is an idea for the next experiment, not a decision.",
  "Holm correction":
    "With several versions each comparison has to be clearer, so that together they are wrong as rarely as α states.",
  "Benjamini–Hochberg correction":
    "Makes p-values of many comparisons larger, so that few of those called clear are wrong.",
  "False alarms (α)":
    "How often an experiment of two equal versions calls one of them better or worse. 5 % is 1 of 20.",
  Power:
    "How often an experiment finds a true change of the size you name. With 80 %, it finds it in 80 of 100 experiments. More power needs more users.",
  "One-sided":
    "The test looks in one direction only: whether the version is worse. A guard does not need to know whether it is better.",
  "Users needed":
    "The users each version needs so that the smallest change you care about is found as often as planned (the power), and at least 500.",
  "Effective users":
    "The number of users with equal numbers of answers that would give the same evidence. A few users with most of the answers count for little.",
  "Design effect":
    "How much less evidence the answers give because answers of one user are similar. With a design effect of 2, 1,000 answers are as precise as 500 independent ones.",
  Split:
    "Whether each version has the share of users that the plan gives it. If not, users are lost on one side, and the results cannot be compared.",
  Bandit:
    "An experiment that moves users to the version that does better while it runs. It earns more on the way, but proves nothing: there is no verdict.",
  "Chance to be best":
    "How probable it is, with the data so far, that this version has the best primary metric of all.",
  "Burn-in": "The users each version of a bandit gets before traffic moves, so that none is judged by its first few.",
  "Net value": "The stated worth of the finished tasks of a user, less the cost of all their answers.",
  Baseline: "What a version is compared with: the control of an experiment, the version before, or an earlier run.",
  "Broken and fixed cases": "Broken: the case passed with the baseline and fails now. Fixed: it failed and passes now.",
  Minimum: "The lowest mean score of a dimension that the gate accepts.",
  Gate: "The scores a version needs on a suite before it may go live in a protected environment.",
  Judge:
    "A model that scores an answer by a rule you wrote. Its agreement with people tells how far it can be trusted.",
  Percentile: "p50: half of the answers are faster. p95: 95 of 100 answers are faster.",
};

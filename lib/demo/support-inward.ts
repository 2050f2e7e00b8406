import { type DemoPrompt, task } from "./types";

/** Internal prompts of the support desk. */
export const inwardPrompts: DemoPrompt[] = [
  {
    name: "support/summary",
    description: "Sums up a long thread for a colleague",
    tags: ["internal"],
    owner: "priya",
    versions: [
      {
        daysAgo: 41,
        by: "priya",
        message: "First version",
        content: task(
          "Sum up a support thread for the colleague who takes over: what happened, what was promised, what is open. At most {{ max_lines }} lines.",
          "{% for turn in turns %}{{ turn.author }}: {{ turn.text }}\n{% endfor %}",
          0.2,
          {
            variables: [
              { name: "max_lines", type: "number", required: false, default: 6, description: "How long it may be" },
              { name: "turns", type: "array", required: true, description: "The thread: author and text of each turn" },
            ],
          },
        ),
      },
    ],
    moves: [
      { daysAgo: 41, environment: "staging", to: 1, by: "priya", reason: "Try" },
      { daysAgo: 40, environment: "production", to: 1, by: "priya", reason: "Colleagues like it" },
    ],
  },
  {
    name: "support/refund-check",
    description: "Says whether a refund follows the rules",
    tags: ["policy"],
    owner: "mara",
    versions: [
      {
        daysAgo: 70,
        by: "mara",
        message: "30 days, unused",
        content: task(
          "Say whether a refund follows our rules: within 30 days, unused, with receipt. Answer yes, no or ask, then one sentence why.\n\n{% render 'shared/safety' %}",
          "{{ request }}",
          0,
        ),
      },
      {
        daysAgo: 0.13,
        by: "mara",
        message: "Tents that were pitched once count as unused",
        content: task(
          "Say whether a refund follows our rules: within 30 days, unused (a tent pitched once counts as unused), with receipt. Answer yes, no or ask, then one sentence why.\n\n{% render 'shared/safety' %}",
          "{{ request }}",
          0,
        ),
      },
    ],
    moves: [
      { daysAgo: 69, environment: "production", to: 1, by: "mara", reason: "First release" },
      { daysAgo: 0.13, environment: "staging", to: 2, by: "mara", reason: "Many questions about tents" },
    ],
  },
  {
    name: "support/handover-note",
    description: "Hands a case to a human",
    tags: ["internal"],
    owner: "aiko",
    versions: [
      {
        daysAgo: 9,
        by: "aiko",
        message: "First try",
        content: task("Write two sentences for the colleague who takes this case over.", "{{ thread }}", 0.3),
      },
      {
        daysAgo: 0.2,
        by: "aiko",
        message: "Name the mood",
        content: task(
          "Write two sentences for the colleague who takes this case over. The second says how the customer feels.",
          "{{ thread }}",
          0.3,
        ),
      },
    ],
    moves: [{ daysAgo: 0.21, environment: "staging", to: 1, by: "aiko", reason: "To read some" }],
  },
];

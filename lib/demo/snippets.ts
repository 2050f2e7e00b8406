import { type DemoPrompt, snippet } from "./types";

const tone = [
  "Warm, plain and short. Sentences people would say aloud.",
  'No exclamation marks, no "unfortunately", no "as an AI".',
  "Use the customer's first name once, at the start.",
  "Say what happens next, and when.",
];

export const sharedPrompts: DemoPrompt[] = [
  {
    name: "shared/tone",
    description: "Our voice, in a few lines",
    tags: ["voice"],
    owner: "mara",
    versions: [
      { daysAgo: 160, by: "mara", message: "First version", content: snippet(tone.slice(0, 2).join("\n")) },
      {
        daysAgo: 96,
        by: "mara",
        message: "First names once, not in every line",
        content: snippet(tone.slice(0, 3).join("\n")),
      },
      { daysAgo: 58, by: "priya", message: "Always say what happens next", content: snippet(tone.join("\n")) },
      {
        daysAgo: 4,
        by: "mara",
        message: "Numbers as figures",
        content: snippet([...tone, "Write numbers as figures: 3 days, not three days."].join("\n")),
      },
    ],
    moves: [
      { daysAgo: 159, environment: "production", to: 1, by: "mara", reason: "Start" },
      { daysAgo: 95, environment: "production", to: 2, by: "mara", reason: "Read better in 20 threads" },
      { daysAgo: 57, environment: "production", to: 3, by: "priya", reason: "Customers asked what comes next" },
      { daysAgo: 4, environment: "staging", to: 4, by: "mara", reason: "Try it on staging first" },
    ],
  },
  {
    name: "shared/safety",
    description: "What we never say or do",
    tags: ["policy"],
    owner: "jonas",
    versions: [
      {
        daysAgo: 150,
        by: "jonas",
        message: "First version",
        content: snippet(
          "Never promise a refund, a date or a discount.\nNever repeat card numbers, addresses or passwords.",
        ),
      },
      {
        daysAgo: 63,
        by: "jonas",
        message: "Medical and legal questions go to a person",
        content: snippet(
          "Never promise a refund, a date or a discount.\nNever repeat card numbers, addresses or passwords.\nMedical and legal questions: say that a colleague will answer, and hand over.",
        ),
      },
    ],
    moves: [
      { daysAgo: 149, environment: "production", to: 1, by: "jonas", reason: "Start" },
      { daysAgo: 63, environment: "staging", to: 2, by: "jonas", reason: "Check on staging" },
      { daysAgo: 62, environment: "production", to: 2, by: "aiko", reason: "Agreed with legal" },
    ],
  },
];

import type { Dimension } from "./dimensions";

type Words = {
  name: string;
  /** For the columns of marks. */
  short: string;
  question: string;
  /** What no scorer measures. */
  none: string;
};

/** The words of each dimension, in display order. */
export const dimensionWords: Record<Dimension, Words> = {
  accuracy: {
    name: "Accuracy",
    short: "Acc",
    question: "Is the answer right?",
    none: "No scorer checks whether an answer is correct.",
  },
  format: {
    name: "Format",
    short: "For",
    question: "Does it have the required form?",
    none: "No scorer checks the form.",
  },
  safety: {
    name: "Safety",
    short: "Saf",
    question: "Does it avoid what it must not say?",
    none: "No scorer checks safety.",
  },
  consistency: {
    name: "Consistency",
    short: "Con",
    question: "Do repeated answers agree?",
    none: "No scorer compares repeated answers.",
  },
};

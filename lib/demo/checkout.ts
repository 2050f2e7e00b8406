import { conversation, type DemoPrompt, task, text } from "./types";

const assistant = (extra: string) =>
  [
    "You help people through Fernway's checkout: address, delivery, payment.",
    "{% render 'shared/tone' %}",
    "",
    "{% render 'shared/safety' %}",
    "",
    extra,
  ].join("\n");

/** When the version with pickup points was released. Its guard rolled it back (live/). */
export const pickupDaysAgo = 2.6;

export const checkoutPrompts: DemoPrompt[] = [
  {
    name: "checkout/assistant",
    description: "Helps with address, delivery and payment",
    tags: ["customers", "chat"],
    owner: "mara",
    versions: [
      {
        daysAgo: 75,
        by: "mara",
        message: "First version",
        content: conversation(assistant("The basket holds: {{ basket }}."), 0.5),
      },
      {
        daysAgo: 26,
        by: "tomas",
        message: "Never talk people out of a size",
        content: conversation(assistant("The basket holds: {{ basket }}.\nDo not question sizes unless asked."), 0.5),
      },
      {
        daysAgo: 2.8,
        by: "tomas",
        message: "Offer pickup points",
        content: conversation(
          assistant(
            "The basket holds: {{ basket }}.\nOffer a pickup point near {{ city }} when delivery takes over 3 days.",
          ),
          0.5,
        ),
      },
    ],
    moves: [
      { daysAgo: 74, environment: "production", to: 1, by: "mara", reason: "First release" },
      { daysAgo: 25, environment: "production", to: 2, by: "tomas", reason: "Fewer returns questioned" },
      { daysAgo: pickupDaysAgo, environment: "production", to: 3, by: "tomas", reason: "Pickup points" },
    ],
  },
  {
    name: "checkout/address-fix",
    description: "Repairs addresses before shipping",
    tags: ["data"],
    owner: "priya",
    versions: [
      {
        daysAgo: 60,
        by: "priya",
        message: "First version",
        content: task(
          "Repair this postal address of {{ country }}. Change nothing you are not sure of. JSON only.",
          "{{ address }}",
          0,
        ),
      },
      {
        daysAgo: 0.02,
        by: "priya",
        message: "Keep house names",
        content: task(
          "Repair this postal address of {{ country }}. Change nothing you are not sure of; keep house names. JSON only.",
          "{{ address }}",
          0,
        ),
      },
    ],
    moves: [
      { daysAgo: 58, environment: "production", to: 1, by: "priya", reason: "First release" },
      { daysAgo: 0.015, environment: "staging", to: 2, by: "priya", reason: "House names in Ireland" },
    ],
  },
  {
    name: "checkout/abandoned-cart",
    description: "Writes the reminder mail",
    tags: ["mail", "marketing"],
    owner: "tomas",
    versions: [
      {
        daysAgo: 55,
        by: "tomas",
        message: "First version",
        content: task(
          "Write a reminder to {{ first_name }} about what waits in the basket: {{ basket }}. Three sentences, no pressure.\n\n{% render 'shared/tone' %}",
          "Write the mail.",
          0.7,
          { variables: [text("first_name", "Only the first name"), text("basket", "What is in it, in words")] },
        ),
      },
      {
        daysAgo: 8,
        by: "tomas",
        message: "One question at the end",
        content: task(
          "Write a reminder to {{ first_name }} about what waits in the basket: {{ basket }}. Three sentences, no pressure. End with one question.\n\n{% render 'shared/tone' %}",
          "Write the mail.",
          0.7,
          { variables: [text("first_name", "Only the first name"), text("basket", "What is in it, in words")] },
        ),
      },
    ],
    moves: [
      { daysAgo: 54, environment: "production", to: 1, by: "tomas", reason: "First release" },
      { daysAgo: 8, environment: "staging", to: 2, by: "tomas", reason: "Try the question" },
    ],
  },
  {
    name: "checkout/payment-error",
    description: "Explains why a payment failed",
    tags: ["customers"],
    owner: "jonas",
    versions: [
      {
        daysAgo: 97,
        by: "jonas",
        message: "First version",
        content: task(
          "Explain in one friendly sentence what the bank's code means and what to try. Never blame the customer.\n\n{% render 'shared/safety' %}",
          "Code {{ code }} from {{ bank }}",
          0.2,
          {
            variables: [
              text("code", "From the bank"),
              { name: "bank", type: "string", required: false, default: "the bank" },
            ],
          },
        ),
      },
      {
        daysAgo: 12.4,
        by: "jonas",
        message: "Say first that nothing was charged",
        content: task(
          "Say first that nothing was charged. Then explain in one friendly sentence what the bank's code means and what to try.\n\n{% render 'shared/safety' %}",
          "Code {{ code }} from {{ bank }}",
          0.2,
          {
            variables: [
              text("code", "From the bank"),
              { name: "bank", type: "string", required: false, default: "the bank" },
            ],
          },
        ),
      },
      {
        daysAgo: 12.1,
        by: "jonas",
        message: "One short sentence",
        content: task(
          "In at most twelve words: what to try now. Never blame the customer.\n\n{% render 'shared/safety' %}",
          "Code {{ code }} from {{ bank }}",
          0.2,
          {
            variables: [
              text("code", "From the bank"),
              { name: "bank", type: "string", required: false, default: "the bank" },
            ],
          },
        ),
      },
    ],
    moves: [
      { daysAgo: 97, environment: "staging", to: 1, by: "jonas", reason: "Try" },
      { daysAgo: 96, environment: "production", to: 1, by: "jonas", reason: "First release" },
    ],
  },
];

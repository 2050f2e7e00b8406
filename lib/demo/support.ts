import { inwardPrompts } from "./support-inward";
import { conversation, type DemoPrompt, task, text } from "./types";

const replyVariables = [
  text("customer_name", "First and last name"),
  text("order_id", "As printed on the parcel: F-20418"),
  {
    name: "is_late",
    type: "boolean" as const,
    required: false,
    default: false,
    description: "The parcel is past its date",
  },
  text("message", "What the customer wrote"),
];
const orderStatus = text("order_status", "From the shop: packed, on its way, delivered");

const reply = ({ words = 150, order = "", late = "Say sorry and explain why it is late.", last = "" }) =>
  [
    "You are the first person a customer of Fernway hears from.",
    `Answer in the customer's language, in at most ${words} words.`,
    "",
    "{% render 'shared/tone' %}",
    "",
    "You talk to {{ customer_name }} about order {{ order_id }}.",
    ...(order ? [order, "Say where the parcel is before you ask anything."] : []),
    "{% if is_late %}",
    late,
    "{% endif %}",
    "",
    "Never promise a refund. Offer to check instead.",
    last || "Ask for the order number if it is not there.",
    "If you do not know, say so and hand over to a colleague.",
  ].join("\n");

type Triage = { queues?: string; urgency?: string; last?: string[]; isBare?: boolean };

const triage = ({ queues = "delivery, payment, product, other", urgency, last = [], isBare }: Triage) =>
  task(
    [
      "Sort a customer's message.",
      `Queues: ${queues}.`,
      urgency ?? "Urgency: 3 when someone cannot travel or pay, 2 when something is late, else 1.",
      "Answer with JSON only.",
      ...last,
    ].join("\n"),
    "{{ message }}",
    0,
    {
      variables: [text("message", "What the customer wrote")],
      ...(isBare
        ? {}
        : {
            examples: [
              { input: "My tent has not come and we leave tomorrow.", output: '{"queue":"delivery","urgency":3}' },
              { input: "Do you have the Ridge 2 in green?", output: '{"queue":"product","urgency":1}' },
            ],
            responseSchema: {
              type: "object",
              properties: {
                queue: { enum: queues.split(", ") },
                urgency: { type: "integer", minimum: 1, maximum: 3 },
              },
              required: ["queue", "urgency"],
            },
          }),
    },
  );

export const supportPrompts: DemoPrompt[] = [
  {
    name: "support/reply",
    description: "Writes the first answer to a customer",
    tags: ["customers", "mail"],
    owner: "mara",
    versions: [
      {
        daysAgo: 92,
        by: "priya",
        message: "Hand over when unsure",
        content: conversation(reply({ words: 200 }), 0.6, { variables: replyVariables }),
      },
      {
        daysAgo: 50,
        by: "aiko",
        message: "At most 150 words, a cooler head",
        content: conversation(reply({}), 0.4, { variables: replyVariables }),
      },
      {
        daysAgo: 33,
        by: "mara",
        message: "Ask for the order number first",
        content: conversation(reply({ last: "Always ask for the order number before anything else." }), 0.4, {
          variables: replyVariables,
        }),
      },
      {
        daysAgo: 18,
        by: "aiko",
        message: "Refunds: offer to check, never promise",
        content: conversation(reply({ words: 140 }), 0.4, { variables: replyVariables }),
      },
      {
        daysAgo: 2,
        by: "mara",
        message: "Say where the parcel is before asking anything",
        content: conversation(
          reply({
            words: 120,
            order: "The order is: {{ order_status }}.",
            late: "Say sorry once, in the first sentence, and give the new delivery date.",
            last: "Never ask again for what the customer has written.",
          }),
          0.2,
          { variables: [...replyVariables, orderStatus] },
        ),
      },
      {
        daysAgo: 0.01,
        by: "mara",
        message: "Shorter greeting",
        content: conversation(
          reply({
            words: 100,
            order: "The order is: {{ order_status }}.",
            late: "Say sorry once, in the first sentence, and give the new delivery date.",
            last: "Never ask again for what the customer has written. Begin with the answer.",
          }),
          0.2,
          { variables: [...replyVariables, orderStatus] },
        ),
      },
    ],
    moves: [
      { daysAgo: 91, environment: "production", to: 1, by: "priya", reason: "Replaces the text in the code" },
      { daysAgo: 49, environment: "staging", to: 2, by: "aiko", reason: "Shorter answers" },
      { daysAgo: 48, environment: "production", to: 2, by: "aiko", reason: "Read 30 answers on staging, all fine" },
      { daysAgo: 32.1, environment: "production", to: 3, by: "mara", reason: "Fewer questions back and forth" },
      {
        daysAgo: 32,
        environment: "production",
        to: 2,
        by: "jonas",
        reason: "Asked again for numbers people had given",
        kind: "rollback",
      },
      { daysAgo: 17.5, environment: "staging", to: 4, by: "aiko", reason: "Refund wording" },
      { daysAgo: 16, environment: "production", to: 4, by: "aiko", reason: "Legal asked for it" },
      {
        daysAgo: 0.09,
        environment: "staging",
        to: 5,
        by: "mara",
        reason: "Customers asked where it is twice in 18 % of threads",
      },
    ],
  },
  {
    name: "support/triage",
    description: "Picks the queue and the urgency",
    tags: ["customers", "routing"],
    owner: "aiko",
    versions: [
      {
        daysAgo: 80,
        by: "aiko",
        message: "Four queues",
        content: task(
          "Sort a customer's message.\nQueues: delivery, payment, product, other.\nAnswer with JSON only.",
          "{{ message }}",
          0,
          { variables: [text("message", "What the customer wrote")] },
        ),
      },
      {
        daysAgo: 21,
        by: "aiko",
        message: "Urgency from 1 to 3, with what makes it urgent",
        content: triage({}),
      },
      {
        daysAgo: 5,
        by: "jonas",
        message: "Returns get their own queue",
        copy: "Returns queue",
        content: triage({ queues: "delivery, payment, returns, product, other" }),
      },
      {
        daysAgo: 4,
        by: "aiko",
        message: "Merge Returns queue (v3)",
        merges: 3,
        content: triage({ queues: "delivery, payment, returns, product, other" }),
      },
      {
        daysAgo: 1,
        by: "aiko",
        message: "Angry is not urgent",
        content: triage({
          isBare: true,
          queues: "delivery, payment, returns, product, other",
          urgency:
            "Urgency: 3 when someone cannot travel or pay, 2 when something is late, else 1. Anger alone changes nothing.",
        }),
      },
      {
        daysAgo: 0.4,
        by: "mara",
        message: "Trips within two days are urgent",
        copy: "Urgent before a trip",
        content: triage({
          queues: "delivery, payment, returns, product, other",
          urgency:
            "Urgency: 3 when a trip begins within two days or someone cannot pay, 2 when something is late, else 1.",
          last: ["When two queues fit, take the one that can act first."],
        }),
      },
    ],
    copies: {
      "Returns queue": {
        description: "Returns drown in product questions",
        by: "jonas",
        daysAgo: 6,
        base: 2,
        mergedAs: 4,
      },
      "Urgent before a trip": {
        description: "Customers about to leave wait too long",
        by: "mara",
        daysAgo: 2,
        base: 4,
      },
    },
    moves: [
      { daysAgo: 79, environment: "production", to: 1, by: "aiko", reason: "First release" },
      { daysAgo: 8, environment: "staging", to: 2, by: "aiko", reason: "Urgency" },
      { daysAgo: 6, environment: "production", to: 2, by: "priya", reason: "Support wants urgent first" },
    ],
  },
  ...inwardPrompts,
];

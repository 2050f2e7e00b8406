import type { UserActor } from "@/lib/auth/actor";
import { saveSampleSet } from "@/lib/evaluation/samples/commands";

/** Values for each prompt of the demo, so that its preview is filled in and it can be run at once. */
const sets: readonly [prompt: string, name: string, variables: Record<string, unknown>][] = [
  ["checkout/abandoned-cart", "Tent and mats", { first_name: "Lena", basket: "a Ridge 2 tent and two mats" }],
  ["checkout/address-fix", "House with a name", { country: "Ireland", address: "Rose Cottage, Mill Lane, Kenmare" }],
  [
    "checkout/assistant",
    "Pickup",
    { basket: "hiking boots, size 42", city: "Utrecht", message: "Can I pick them up on Saturday?" },
  ],
  ["checkout/payment-error", "Not enough credit", { code: "51", bank: "the bank" }],
  ["search/compare", "Two tents", { products: ["Fjell 2", "Ridge 2"], question: "Which one for wind and snow?" }],
  ["search/no-results", "Unknown word", { categories: "tents, boots, jackets, stoves", words: "hamoc two people" }],
  [
    "search/product-answer",
    "Size of boots",
    {
      sizes_url: "https://fernway.example/sizes",
      page: "Ridge boots. Waterproof leather, 1,180 g a pair. Sizes 36 to 48. They are cut narrow.",
      question: "I wear 42 with wide feet. Which size?",
    },
  ],
  ["search/query-rewrite", "Colour and size", { words: "red rain jacket kids 128" }],
  [
    "support/handover-note",
    "Parcel in Utrecht",
    { thread: "Lena: My tent was due on Monday.\nMara: It left Utrecht this morning.\nLena: We leave tomorrow!" },
  ],
  ["support/refund-check", "Worn boots", { request: "I wore the boots twice and they hurt. Can I send them back?" }],
  [
    "support/summary",
    "Late tent",
    {
      max_lines: 3,
      turns: [
        { author: "Lena", text: "My tent was due on Monday." },
        { author: "Mara", text: "It left Utrecht this morning and comes tomorrow." },
      ],
    },
  ],
  ["support/triage", "Trip begins tomorrow", { message: "My tent has not come and we leave tomorrow morning." }],
];

/** Writes a sample set for each prompt that has variables. Those of the reply stand with its suites. */
export async function seedSamples(owner: UserActor): Promise<void> {
  for (const [prompt, name, variables] of sets) await saveSampleSet(owner, { prompt, name, variables });
}

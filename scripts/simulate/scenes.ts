import { deskMessages, mails, pages, searches } from "./questions";

export type Random = () => number;
type Turn = { role: "user" | "assistant"; content: string };
export type Visit = { variables: Record<string, unknown>; placeholders?: Record<string, Turn[]> };

/** One place in the shop that calls a model. */
export type Scene = {
  prompt: string;
  /** The share of traffic. */
  weight: number;
  /** Generates a request of a person. */
  visit: (random: Random) => Visit;
  /** Why the shop cannot use the answer. Null: it can. */
  fault: (answer: string) => string | null;
  /** The share of people who finish their task with a usable answer of this version. */
  finishing: (version: number) => number;
};

/** A random item. */
function pick<const T extends readonly [unknown, ...unknown[]]>(random: Random, list: T): T[number] {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

const names = ["Lena Vogel", "Sam Okafor", "Inès Laurent", "Tom Becker", "Ruth Adeyemi", "Anna Kowalska"] as const;
const orderId = (random: Random) => `F-${20_000 + Math.floor(random() * 900)}`;

/** The queues of the desk tool. It cannot use any other value. */
export const deskQueues = ["delivery", "payment", "returns", "product", "other"] as const;

/** Why the desk tool cannot use the sorting result. */
function sortingFault(answer: string): string | null {
  try {
    const { queue } = JSON.parse(answer) as { queue?: unknown };
    return deskQueues.some((one) => one === queue) ? null : `the desk has no queue "${queue}"`;
  } catch {
    return "the answer is not JSON";
  }
}

/** The end of a complete answer. RE2 and JavaScript treat it the same. */
export const wholeEnd = "([.!?…]|regards,)\\s*$";
const isWhole = new RegExp(wholeEnd);
const brokenOff = (answer: string) =>
  isWhole.test(answer) ? null : `it breaks off: "…${answer.replaceAll(/\s+/g, " ").slice(-32)}"`;
const empty = (answer: string) => (answer.trim() === "" ? "it is empty" : null);

const bankCodes = ["51", "05", "54", "61", "91"] as const;
const baskets = ["a Ridge 2 tent and two mats", "hiking boots, size 42", "a stove and three gas cartridges"] as const;

/** The places where Fernway calls a model: prompts of the demo, some of them in an experiment. */
export const scenes: readonly Scene[] = [
  {
    prompt: "support/reply",
    weight: 5,
    fault: brokenOff,
    finishing: () => 0.91,
    visit: (random) => ({
      variables: {
        customer_name: pick(random, names),
        order_id: orderId(random),
        is_late: random() < 0.2,
        order_status: "on its way",
        message: pick(random, mails),
      },
    }),
  },
  {
    prompt: "support/triage",
    weight: 5,
    fault: sortingFault,
    finishing: () => 0.95,
    visit: (random) => ({ variables: { message: pick(random, deskMessages) } }),
  },
  {
    prompt: "checkout/payment-error",
    weight: 2,
    fault: empty,
    finishing: (version) => [0.52, 0.61, 0.56][version - 1] ?? 0.52,
    visit: (random) => ({ variables: { code: pick(random, bankCodes), bank: "Nordbank" } }),
  },
  {
    prompt: "checkout/abandoned-cart",
    weight: 2,
    fault: empty,
    finishing: (version) => (version === 2 ? 0.236 : 0.22),
    visit: (random) => ({
      variables: { first_name: pick(random, names).split(" ")[0], basket: pick(random, baskets) },
    }),
  },
  {
    prompt: "search/no-results",
    weight: 1,
    fault: empty,
    finishing: (version) => (version === 2 ? 0.43 : 0.4),
    visit: (random) => ({
      variables: { words: pick(random, searches), categories: "tents, boots, stoves, bags, mats" },
    }),
  },
  {
    prompt: "search/product-answer",
    weight: 2,
    fault: empty,
    finishing: () => 0.68,
    visit: (random) => {
      const [page, question] = pick(random, pages);
      return { variables: { page, question, sizes_url: "https://fernway.example/sizes" } };
    },
  },
];

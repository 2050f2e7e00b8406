import { Prisma } from "@/lib/core/generated/prisma/client";

/** The usual tokens of a call of each prompt. Requests and usage both use these values. */
const usualCalls: Record<string, readonly [input: number, output: number]> = {
  "support/reply": [1_240, 28],
  "support/triage": [640, 10],
  "support/summary": [2_100, 140],
  "support/refund-check": [980, 60],
  "checkout/assistant": [1_480, 21],
  "checkout/address-fix": [310, 46],
  "checkout/abandoned-cart": [520, 150],
  "checkout/payment-error": [420, 60],
  "search/query-rewrite": [360, 6],
  "search/product-answer": [9_700, 85],
  "search/no-results": [480, 50],
  "search/compare": [1_320, 26],
};

export function usualCall(prompt: string): { input: number; output: number } {
  const [input, output] = usualCalls[prompt] ?? [420, 40];
  return { input, output };
}

/** US dollars per million tokens. Each version uses a little more than the one before it. */
export const tokenPrice = { input: 0.4, output: 1.6, versionShare: 0.03 };

/**
 * The input tokens that the provider had cached, in SQL: providers cache long prompts, in blocks of 128 tokens. Four of
 * ten calls find most of their prompt there.
 */
export const cachedTokens = (id: string, input: string): Prisma.Sql =>
  Prisma.raw(
    `case when ${input} >= 1024 then case when abs(hashtext(${id} || 'cached')) % 10 < 4 then 128 * floor(${input} * 0.8 / 128) else 0 end end`,
  );

/** The mean duration in ms: a fixed part, and a part per token. */
export const answerTime = { begins: 900, perToken: 12 };

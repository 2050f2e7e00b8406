import { isAppError } from "@/lib/core/errors";
import type { Content, Model } from "@/lib/template/content";
import { messageTexts } from "@/lib/template/requests/spoken";
import { aboutTokens } from "@/lib/template/token-estimate";
import type { ModelRequest } from "../../models/types";
import { toModelRequest } from "../../playground/run";
import type { FilledValues } from "../../values";

/** Builds the call for a case, or returns why it cannot be made (for example missing_variables). Pure. */
export function fill(
  content: Content,
  model: Model,
  { variables, placeholders }: FilledValues,
): { request: ModelRequest } | { code: string; message: string } {
  try {
    return { request: toModelRequest(content, { model, variables, placeholders }) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** The estimated number of tokens that a call sends. */
export function inputTokensOf({ messages, responseSchema, tools }: ModelRequest): number {
  const rest = [responseSchema, tools].map((value) => (value ? JSON.stringify(value) : ""));
  return [...messageTexts(messages).map(({ text }) => text), ...rest].reduce((sum, text) => sum + aboutTokens(text), 0);
}

/**
 * A LangChain agent whose instructions come from Understudy: each turn follows the released version and is reported.
 */
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import type { Client } from "@understudy/client";
import { langChainHandler } from "@understudy/client/wrap";

/** One turn of the agent; `interactionId` is for feedback. */
export async function answer(understudy: Client, model: BaseChatModel, question: { text: string; userId: string }) {
  const prompt = await understudy.resolve("support/triage", {
    userId: question.userId,
    variables: { message: question.text },
    format: "text",
  });
  const instructions = new SystemMessage(prompt.text ?? "");
  const reply = await model.invoke([instructions, new HumanMessage(question.text)], {
    callbacks: [langChainHandler(understudy)],
    metadata: { understudy: prompt.reference },
  });
  return { text: reply.text, interactionId: prompt.interactionId, version: prompt.version };
}

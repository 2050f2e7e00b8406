/**
 * A chat route of a Next.js application: the prompt comes from Understudy, the answer streams, the call is reported.
 */
import { createClient } from "@understudy/client";
import { wrapOpenAI } from "@understudy/client/wrap";
import OpenAI from "openai";

const understudy = createClient({
  url: process.env.UNDERSTUDY_URL ?? "http://localhost:3000",
  apiKey: process.env.UNDERSTUDY_API_KEY ?? "",
  deadlineMs: 5_000, // a cold start may wait this long for its first bundle; then the fallback answers
  mode: process.env.VERCEL ? "poll" : "stream",
});
const openai = wrapOpenAI(new OpenAI(), understudy);

const fallback = { messages: [{ role: "user" as const, content: "{{ message }}" }] };

export async function POST(request: Request): Promise<Response> {
  const { message, userId } = (await request.json()) as { message: string; userId?: string };
  const prompt = await understudy.resolve("support/reply", {
    userId,
    variables: { customer_name: "a customer", order_id: "unknown", message },
    placeholders: { history: [] }, // the messages so far, if the page sends them
    fallback,
  });
  const stream = await openai.chat.completions.create({
    model: prompt.model?.name ?? "gpt-4o-mini",
    ...prompt.model?.parameters,
    messages: prompt.messages as OpenAI.ChatCompletionMessageParam[],
    stream: true,
    stream_options: { include_usage: true },
  });
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    async start(controller) {
      for await (const chunk of stream) controller.enqueue(encoder.encode(chunk.choices[0]?.delta.content ?? ""));
      controller.close();
    },
  });
  // The page sends it back with a thumb: understudy.feedback(interactionId, { thumbs: "up" }).
  return new Response(body, { headers: { "x-interaction-id": prompt.interactionId } });
}

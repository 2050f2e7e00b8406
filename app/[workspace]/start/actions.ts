"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { createPrompt } from "@/lib/registry/commands/create-prompt";
import { listEnvironments } from "@/lib/registry/queries/environments";

/** Makes the greeting of the page "Get started", live in the first environment. */
export const addFirstPrompt = defineAction(z.strictObject({}), async (actor) => {
  const [first] = await listEnvironments(actor);
  const { name } = await createPrompt(actor, {
    name: "demo/greeting",
    description: "A first prompt to try things with.",
    content: {
      type: "chat",
      model: { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0.4, maxTokens: 200 } },
      messages: [
        { role: "system", content: "You greet the visitors of a shop in one friendly sentence." },
        { role: "user", content: "Say hello to {{ name }}." },
      ],
    },
    message: "First version",
    ...(first && !first.isProtected && { deployTo: first.name }),
  });
  return { name };
});

"use server";

import { z } from "zod";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { askForDemo } from "@/lib/demo/commands";
import { findOwnDemo } from "@/lib/demo/queries";
import { saveSampleSet } from "@/lib/evaluation/samples/commands";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { listEnvironments } from "@/lib/registry/queries/environments";

/**
 * Creates the greeting of the page "Get started" and releases it in the first environment, unless that is protected.
 */
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
  // With a sample, the preview is filled in and the prompt can be run at once.
  await saveSampleSet(actor, { prompt: name, name: "Lena", variables: { name: "Lena" } });
  return { name };
});

/** Requests a demo workspace for the person, or returns the existing one. */
export const askForOwnDemo = definePersonAction(z.strictObject({}), askForDemo);

/** Returns the person's demo workspace and whether it is ready. Null if they have none. */
export const seeOwnDemo = definePersonAction(z.strictObject({}), async (person) => ({
  demo: await findOwnDemo(person),
}));

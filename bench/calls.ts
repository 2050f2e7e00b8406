/** The measured calls of an application, and their prompts. */

import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import type { Content } from "@/lib/template/content";
import { startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const instructions =
  "You answer customers of a bicycle shop. Be brief and friendly; say what happens next and when. Never promise a refund " +
  "before the return has arrived, and ask for the order number when it is missing. Write in {{ language }}.";

/** The content of a prompt with three variables and a chat history. */
export const content = (more: string): Content => ({
  type: "chat",
  messages: [
    { role: "system", content: instructions + more },
    { placeholder: "history" },
    { role: "user", content: "{{ customer }} writes: {{ question }}" },
  ],
  variables: ["language", "customer", "question"].map((name) => ({ name, type: "string", required: true })),
  model: { provider: "openai", name: "gpt-4o-mini", parameters: { temperature: 0.2 } },
});

const history = [1, 2].flatMap((turn) => [
  { role: "user", content: `Turn ${turn}: where is my order? It was sent on Monday and has not come.` },
  { role: "assistant", content: `Turn ${turn}: it is on its way and should be with you tomorrow before noon.` },
]);

/** A measured call. `body` is POSTed for one user after another, in place of `{user}`. Without a body it is a GET. */
export type Call = { what: string; goal: number; path: string; body?: string };

/** The body of a request for this prompt. */
export const bodyFor = (name: string) => {
  const variables = {
    language: "English",
    customer: "Ana Peña",
    question: "Where is order 1234? I need it by Friday.",
  };
  return JSON.stringify({ name, environment: "production", userId: "{user}", variables, placeholders: { history } });
};

/** The call from the README is first. `goal`: the minimum share of a bare server's answers per processor second. */
export const calls: Call[] = [
  {
    what: "POST: userId, three variables, chat history",
    goal: 0.5,
    path: "/api/v1/prompts/resolve",
    body: bodyFor("bench/answer"),
  },
  {
    what: "the same while an experiment runs",
    goal: 0.45,
    path: "/api/v1/prompts/resolve",
    body: bodyFor("bench/tested"),
  },
  { what: "GET", goal: 0.75, path: "/api/v1/prompts/resolve?name=bench%2Fanswer&environment=production" },
];

/** Creates a workspace with the prompts of `calls`, one of them in an experiment, in the database of this process. */
export async function createCalled(): Promise<TestWorkspace> {
  const workspace = await createTestWorkspace();
  const { owner } = workspace;
  for (const name of ["bench/answer", "bench/tested"]) {
    await createPrompt(owner, { name, content: content("") });
    await promoteVersion(owner, { name, version: 1, environment: "production", reason: "" });
  }
  await saveVersion(owner, { name: "bench/tested", content: content(" Be warm.") });
  await startTestExperiment(owner, "bench/tested");
  return workspace;
}

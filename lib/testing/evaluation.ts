import { createConnection } from "@/lib/evaluation/models/commands/save-connection";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { createPrompt } from "@/lib/registry/commands/prompts";
import type { ModelRef } from "@/lib/template/content";
import type { FakeProvider } from "./fake-provider";
import type { TestWorkspace } from "./workspace";

/** Returns the word of the case from a request to the provider ("Say n7." → "n7"). */
export function wordOf(body: unknown): string {
  return /Say (\w+)\./.exec(JSON.stringify(body))?.[1] ?? "";
}

/**
 * Creates a prompt "say" whose answers must contain the given word, a suite of `cases` words, and a connection "fake"
 * to the provider.
 */
export async function createSuiteExpecting(
  { owner }: TestWorkspace,
  {
    provider,
    protocol = "openai",
    cases,
  }: { provider: FakeProvider; protocol?: "openai" | "anthropic"; cases: number },
): Promise<{ suiteId: string; model: ModelRef }> {
  await createConnection(owner, {
    name: "fake",
    provider: protocol,
    baseUrl: provider.baseUrl(protocol),
    apiKey: "sk-fake-000000000000",
  });
  const model = { provider: "fake", name: "fake-large" };
  await createPrompt(owner, {
    name: "say",
    content: {
      type: "chat",
      model,
      messages: [{ role: "user", content: "Say {{ word }}." }],
      variables: [{ name: "word", type: "string", required: true }],
    },
  });
  const { id } = await createSuite(owner, { name: "Words" });
  const words = Array.from({ length: cases }, (_, index) => `n${index + 1}`);
  await addCases(owner, { id, cases: words.map((word) => ({ variables: { word }, expected: word })) });
  return { suiteId: id, model };
}

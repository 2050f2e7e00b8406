import { version } from "@/lib/core/version";
import { literal, planOf, python, shellQuoted, typescript, type UseOptions, type UsePlan } from "./use-plan";

export type ClientSnippet = { id: "install" | "typescript" | "python"; label: string; code: string };

/**
 * The packages that the server offers below `/sdk/` (scripts/build-packages.ts). They have the version of the server.
 */
const npmFile = `understudy-client-${version}.tgz`;
const wheelFile = `understudy-${version}-py3-none-any.whl`;

/** The packages are saved beside the application, so that its builds do not need this server. */
const install = (baseUrl: string) => `# TypeScript, JavaScript
curl -sSO ${shellQuoted(`${baseUrl}/sdk/${npmFile}`)}
npm install ./${npmFile}

# Python
curl -sSO ${shellQuoted(`${baseUrl}/sdk/${wheelFile}`)}
pip install ./${wheelFile}`;

const ofTypescript = (baseUrl: string, { body: { name, environment, format: _, ...options } }: UsePlan) =>
  `// Needs UNDERSTUDY_API_KEY. Save it as app.ts, and run it with: npx tsx app.ts
import { createClient } from "@understudy/client";

const understudy = createClient({
  url: ${JSON.stringify(baseUrl)},
  apiKey: process.env.UNDERSTUDY_API_KEY,
  environment: ${JSON.stringify(environment)},
});

async function main() {
  await understudy.ready(10_000); // at the start of the application: it has all prompts now
  const prompt = await understudy.resolve(${JSON.stringify(name)}, ${literal(options, typescript, "  ")});
  console.log(prompt.messages);
  // Call your model with them. Then report what happened:
  // understudy.record(prompt, { latencyMs, inputTokens, outputTokens });
  await understudy.close(); // when the application ends
}

main();`;

function ofPython(baseUrl: string, { body: { name, environment, userId, variables, placeholders } }: UsePlan): string {
  const more = placeholders === undefined ? "" : `    placeholders=${literal(placeholders, python, "    ")},\n`;
  return `# Needs UNDERSTUDY_API_KEY.
import os

from understudy import Understudy

understudy = Understudy(
    ${JSON.stringify(baseUrl)},
    os.environ["UNDERSTUDY_API_KEY"],
    environment=${JSON.stringify(environment)},
)
understudy.ready(10)  # at the start of the application: it has all prompts now
prompt = understudy.resolve(
    ${JSON.stringify(name)},
    user_id=${JSON.stringify(userId)},
    variables=${literal(variables ?? {}, python, "    ")},
${more})
print(prompt.messages)
# Call your model with them. Then report what happened:
# understudy.record(prompt, latency_ms=…, input_tokens=…, output_tokens=…)
understudy.close()  # when the application ends`;
}

/** How an application installs a client from this server, and the same call with it. Each runs unchanged. */
export function buildClientSnippets(options: UseOptions): ClientSnippet[] {
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const plan = planOf(options);
  return [
    { id: "install", label: "Install", code: install(baseUrl) },
    { id: "typescript", label: "TypeScript", code: ofTypescript(baseUrl, plan) },
    { id: "python", label: "Python", code: ofPython(baseUrl, plan) },
  ];
}

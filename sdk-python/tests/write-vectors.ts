/** Writes what the server answers, for the Python package to answer the same: `write-vectors.ts <file>`. */
import { writeFileSync } from "node:fs";
import { isAppError } from "@/lib/core/errors";
import type { Message } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import { isRequestFormat } from "@/lib/template/requests/formats";
import { bundleText } from "@/packages/client/test/bundles";
import { attempt, createServerSide, vectorOf, vectorPrompts } from "@/packages/client/test/vectors";
import { templates, templateValues, templateVariables } from "./templates";

const [, , file] = process.argv;
if (!file) throw new Error("write-vectors.ts <file>");

const now = Date.now();
const prompts = vectorPrompts(now);
const serverSide = createServerSide(prompts, now);

/** The server writes requests of providers; what the package itself answers to the same question is neutral. */
const cases = Array.from({ length: 10_000 }, (_, n) => {
  const { name, userId, ...asked } = vectorOf(n);
  const isRequest = isRequestFormat(asked.format);
  const format = isRequest ? "messages" : asked.format;
  const filling = asked.filling ?? (isRequest ? { variables: {} } : null); // a request is complete
  return { name, userId, format, ...filling, expected: attempt(() => serverSide(name, userId, filling, format)) };
});

const fillings = templates.flatMap((text) =>
  templateValues.map((values) => {
    const content = { type: "text" as const, messages: [{ role: "user" as const, content: text }] };
    try {
      const [message] = compileContent({ ...content, variables: templateVariables }).render(values);
      return { text, values, expected: (message as Message).content };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { text, values, error: error.code };
    }
  }),
);

writeFileSync(
  file,
  JSON.stringify({ bundle: bundleText(prompts).text, cases, fillings, variables: templateVariables }),
);

/** Writes what the server answers, for the Python package to answer the same: `write-vectors.ts <file>`. */
import { writeFileSync } from "node:fs";
import { isAppError } from "@/lib/core/errors";
import type { Content, Message } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import { writeAnswer } from "@/lib/template/requests/answer";
import { isRequestFormat, requestFormats } from "@/lib/template/requests/formats";
import { bundleText } from "@/packages/client/test/bundles";
import { attempt, createServerSide, vectorOf, vectorPrompts } from "@/packages/client/test/vectors";
import { historyFor, models, parameters, schemas, turns } from "./requests";
import { templates, templateValues, templateVariables } from "./templates";

const [, , file] = process.argv;
if (!file) throw new Error("write-vectors.ts <file>");

const now = Date.now();
const prompts = vectorPrompts(now);
const serverSide = createServerSide(prompts, now);

const cases = Array.from({ length: 10_000 }, (_, n) => {
  const { name, userId, ...options } = vectorOf(n);
  const isRequest = isRequestFormat(options.format);
  const format = isRequest ? (requestFormats[n % requestFormats.length] ?? "openai") : options.format;
  const filling = options.filling ?? (isRequest ? { variables: {} } : null); // a request is complete
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

/** Parameters in every spelling, for models of several providers, with and without a response schema. */
const requests = parameters.flatMap((modelParameters) =>
  models.flatMap((model) =>
    schemas.flatMap((responseSchema) =>
      requestFormats.map((format) => {
        const content: Content = {
          type: "chat",
          messages: turns,
          model: { ...model, parameters: modelParameters },
          ...(responseSchema && { responseSchema, responseFormat: { description: "An answer" } }),
        };
        const history = historyFor(model);
        const entries = compileContent(content).renderEntries({}, { history });
        return {
          format,
          content,
          history,
          expected: attempt(() => JSON.stringify(writeAnswer(content, format, entries))),
        };
      }),
    ),
  ),
);

writeFileSync(
  file,
  JSON.stringify({ bundle: bundleText(prompts).text, cases, fillings, requests, variables: templateVariables }),
);

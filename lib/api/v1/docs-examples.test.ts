import { expect, test } from "vitest";
import { curlOf } from "./docs-examples";
import { openApiDocument } from "./openapi-document";

const operations = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, operation, id: operation.operationId })),
);

test.each(operations)("the example of $id is an address with values of the right type", (one) => {
  const { method, path, operation } = one;
  const address = /"\$UNDERSTUDY_URL([^"]*)"/.exec(curlOf(method, path, operation))?.[1] ?? "";
  expect(address).toMatch(/^\/api\/v1\/[\w%/.-]+(\?[\w%=&:.-]*)?$/);
  const { searchParams } = new URL(address, "http://localhost");
  for (const { name, in: where, required, schema } of operation.parameters) {
    if (where !== "query") continue;
    const value = searchParams.get(name);
    if (required) expect(value, name).toBeTruthy();
    if (value === null) continue;
    if (schema.enum) expect(schema.enum, name).toContain(value);
    if (schema.type === "integer") expect(value, name).toMatch(/^\d+$/);
    if (schema.format === "date-time") expect(Date.parse(value), name).not.toBeNaN();
    else expect(value, name).not.toContain("T00:00");
  }
});

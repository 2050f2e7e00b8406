import type { Operation, Parameter } from "./openapi-types";

/** Examples of parameters by name. They exist in the demo, except ids. */
const byName: Record<string, string> = {
  name: "support%2Ftriage",
  prompt: "support%2Ftriage",
  environment: "production",
  version: "2",
  number: "12",
  alias: "support%2Fsort",
  formerName: "live",
  query: "refund",
  metric: "completion",
  at: "2026-01-31T14:05:00Z",
};
const dates: Record<string, string> = { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" };
const versions: Record<string, string> = { from: "1", to: "2" };

/** The example of a query parameter: one of its values, or one by its name and type. */
function exampleOf({ name, schema }: Parameter): string {
  const [first] = Array.isArray(schema.enum) ? schema.enum : [];
  if (typeof first === "string") return first;
  return (schema.format === "date-time" ? dates : versions)[name] ?? byName[name] ?? "1";
}

/** A call of an operation for a shell. Ids are `ID`, and a body is a file. */
export function curlOf(method: string, path: string, { parameters, requestBody, security }: Operation): string {
  const filled = path
    .replace("/environments/{name}", "/environments/production")
    .replace(/\{(\w+)\}/g, (_, name: string) => byName[name] ?? "ID");
  const query = parameters.filter(({ in: where, required }) => where === "query" && required);
  const search = query.map((parameter) => `${parameter.name}=${exampleOf(parameter)}`).join("&");
  const lines = [
    `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`} "$UNDERSTUDY_URL/api/v1${filled}${search && `?${search}`}"`,
    ...(security ? [] : [`  -H "Authorization: Bearer $UNDERSTUDY_API_KEY"`]),
    ...(requestBody?.required ? [`  -H "Content-Type: application/json" -d @body.json`] : []),
  ];
  return lines.join(" \\\n");
}

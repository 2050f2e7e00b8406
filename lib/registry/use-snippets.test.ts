import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { buildUseSnippets } from "./use-snippets";

const awkward = {
  baseUrl: "http://localhost:3000/",
  name: `it's/"a"\\name`,
  environment: "per'sona",
  variables: [
    { name: "customer_name", type: "string", required: true },
    { name: "is_late", type: "boolean", required: true },
    { name: "items", type: "array", required: true },
    { name: "shop", type: "object", required: true },
    { name: "count", type: "number", required: true },
    { name: "not_needed", type: "string", required: false },
  ],
} as const;

const sent = {
  name: awkward.name,
  environment: awkward.environment,
  variables: {
    customer_name: "customer name",
    is_late: true,
    items: ["first", "second"],
    shop: { key: "value" },
    count: 1,
  },
};

const codeOf = (id: string, options: Parameters<typeof buildUseSnippets>[0] = awkward) =>
  buildUseSnippets(options).find((snippet) => snippet.id === id)?.code ?? "";

describe("buildUseSnippets", () => {
  it("quotes the curl call so that a shell hands over the exact body", () => {
    const script = `curl() { printf '%s\\0' "$@"; }\n${codeOf("curl")}`;
    const { stdout } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, UNDERSTUDY_KEY: "us_dev_x" },
    });
    const args = stdout.split("\0");
    expect(args).toContain("http://localhost:3000/api/v1/prompts/resolve");
    expect(args).toContain("Authorization: Bearer us_dev_x");
    expect(JSON.parse(args[args.indexOf("-d") + 1] ?? "")).toEqual(sent);
  });

  it("runs as JavaScript with the exact body", async () => {
    const requests: { url: string; init: { body: string; headers: Record<string, string> } }[] = [];
    const answer = { ok: true, json: async () => ({ messages: ["m"], model: null }) };
    const fetch = async (url: string, init: { body: string; headers: Record<string, string> }) => {
      requests.push({ url, init });
      return answer;
    };
    const run = new Function(
      "fetch",
      "process",
      `return (async () => { ${codeOf("typescript")}; return messages; })()`,
    );
    expect(await run(fetch, { env: { UNDERSTUDY_KEY: "us_dev_x" } })).toEqual(["m"]);
    expect(requests[0]?.url).toBe("http://localhost:3000/api/v1/prompts/resolve");
    expect(requests[0]?.init.headers.authorization).toBe("Bearer us_dev_x");
    expect(JSON.parse(requests[0]?.init.body ?? "")).toEqual(sent);
  });

  it("writes Python's own words for true and false, and escapes quotes in names", () => {
    const code = codeOf("python");
    expect(code).toContain('"is_late": True,');
    expect(code).toContain(`"name": "it's/\\"a\\"\\\\name",`);
    expect(code).not.toMatch(/\btrue\b/);
  });

  it("reads well for an ordinary prompt without variables", () => {
    expect(codeOf("curl", { baseUrl: "https://u.example", name: "support/reply", environment: "production" })).toBe(
      [
        "curl -sS 'https://u.example/api/v1/prompts/resolve' \\",
        '  -H "Authorization: Bearer $UNDERSTUDY_KEY" \\',
        '  -H "Content-Type: application/json" \\',
        "  -d '{",
        '    "name": "support/reply",',
        '    "environment": "production",',
        '    "variables": {}',
        "  }'",
      ].join("\n"),
    );
  });
});

import { LangfuseClient } from "@langfuse/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Langfuse } from "langfuse";
import { PromptLayer } from "promptlayer";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

test("an agent and the SDKs of other tools are served on the port of the running server", { tag: "@slow" }, async ({
  api,
  server: { url },
  credentials: { apiKeys, workspace },
}) => {
  const name = await newPrompt(api, { live: ["production"] });
  const filled = "You answer customers of a tent shop.";

  const agent = new Client({ name: "journey", version: "1" });
  const requestInit = { headers: { authorization: `Bearer ${apiKeys.manage}` } };
  const address = new URL(`${url}/api/mcp?environment=production`);
  await agent.connect(new StreamableHTTPClientTransport(address, { requestInit }) as never);
  const { messages } = await agent.getPrompt({ name, arguments: { question: "Where is my tent?" } });
  expect(JSON.stringify(messages)).toContain("Where is my tent?");
  const found = await agent.callTool({ name: "search_prompts", arguments: { query: name } });
  expect(JSON.stringify(found.content)).toContain(name);
  const long = "x".repeat(30_000);
  expect(JSON.stringify(await agent.getPrompt({ name, arguments: { question: long } }))).toContain(long);
  await agent.close();

  const keys = { baseUrl: url, publicKey: workspace, secretKey: apiKeys.runtime.production };
  const third = await new Langfuse(keys).getPrompt(name, undefined, { type: "chat" });
  expect(third.compile({ question: "Where is my tent?" })).toEqual([
    { role: "system", content: filled },
    { role: "user", content: "Where is my tent?" },
  ]);
  const fifth = await new LangfuseClient(keys).prompt.get(name, { type: "chat" });
  expect(fifth.compile({ question: "Here?" })).toContainEqual({ role: "user", content: "Here?" });

  const trace = { id: "t_large", metadata: "x".repeat(200_000) };
  const event = { id: "i_large", type: "trace-create", timestamp: new Date().toISOString(), body: trace };
  const taken = await fetch(`${url}/api/public/ingestion`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${workspace}:${apiKeys.runtime.production}`)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ batch: [event] }),
  });
  expect(taken.status).toBe(207);

  const layer = new PromptLayer({ apiKey: apiKeys.runtime.production, baseURL: `${url}/api/promptlayer` });
  const template = await layer.templates.get(name, { input_variables: { question: "There?" } });
  expect(JSON.stringify(template?.llm_kwargs ?? template)).toContain("There?");
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fieldsOf, textField } from "@/lib/telemetry/otlp/protobuf";
import { eventMounts, type Mount } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { eventThread } from "./intake";

const threaded = eventMounts.find(({ name }) => name.includes("thread"));
let workspace: TestWorkspace;
let mount: Mount;

beforeAll(async () => {
  if (!threaded) throw new Error("No mount has a thread for events.");
  [workspace, mount] = await Promise.all([createTestWorkspace(), threaded.start()]);
});
afterAll(() => mount.stop());

async function send(path: string, type: string, body: string | Uint8Array<ArrayBuffer>) {
  const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": type };
  const answer = await mount.send(`/api/v1${path}`, { method: "POST", headers, body });
  if (!type.includes("protobuf")) return [answer.status, (await answer.json()).code];
  // A google.rpc.Status. Its second field is the message.
  const message = [...fieldsOf(new Uint8Array(await answer.arrayBuffer()))][1];
  return [answer.status, message && textField(message.value).split(":")[0]];
}

describe("an unreadable batch does not end the thread that stores other batches", () => {
  it.each([
    ["/otlp/v1/traces", "application/json", "", 400, "malformed_json"],
    ["/otlp/v1/traces", "application/json", "{", 400, "malformed_json"],
    ["/otlp/v1/traces", "application/json", '{"events":[]}', 422, "invalid_request"],
    ["/otlp/v1/traces", "application/json", "null", 422, "invalid_request"],
    ["/otlp/v1/traces", "application/x-protobuf", Uint8Array.of(10, 255, 255, 1), 400, "malformed_body"],
    ["/events", "application/json", "", 400, "malformed_json"],
    ["/events", "application/json", "null", 422, "invalid_request"],
  ])("%s, %s, %o", async (path, type, body, status, code) => {
    expect(await send(path, type, body)).toEqual([status, code]);
    expect(eventThread().current?.counts()).toMatchObject({ waiting: 0, restarts: 0 });
  });
});

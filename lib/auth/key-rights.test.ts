import { expect, it } from "vitest";
import { keyScopeRights } from "./authorize";
import { defaultRights, namedRights, rightPresets, rightsOf, wideRightsOf } from "./key-rights";

it("a manage key gets no rights over the workspace, members or keys unless they are named", () => {
  const held = defaultRights("manage");
  for (const right of namedRights) expect(held).not.toContain(right);
  expect(namedRights).toEqual(expect.arrayContaining(["member:write", "key:write", "workspace:write", "audit:read"]));
  expect(held).toEqual(expect.arrayContaining(["prompt:write", "prompt:promote", "suite:write"]));
});

it("a runtime key resolves and sends events, and a right of another scope adds nothing", () => {
  expect(defaultRights("runtime")).toEqual(["prompt:resolve", "event:write"]);
  expect(rightsOf({ scope: "runtime", rights: ["prompt:resolve", "member:write"] })).toEqual(["prompt:resolve"]);
});

it("a key from before rights existed keeps everything, and is wide", () => {
  const old = { scope: "manage" as const, rights: [], allEnvironments: false };
  expect(rightsOf(old)).toEqual(keyScopeRights.manage);
  expect(wideRightsOf(old)).toEqual([...namedRights]);
  expect(wideRightsOf({ ...old, rights: ["prompt:read"] })).toEqual([]);
});

it("presets hold what a manage key may, and nothing wide", () => {
  for (const rights of Object.values(rightPresets)) {
    expect(keyScopeRights.manage).toEqual(expect.arrayContaining([...rights]));
    expect(wideRightsOf({ scope: "manage", rights, allEnvironments: false })).toEqual([]);
  }
});

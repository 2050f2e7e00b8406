import { expect, it } from "vitest";
import { keyScopeRights } from "./authorize";
import { defaultRights, namedRights, rightPresets, rightsOf, wideRightsOf } from "./key-rights";

it("a manage key gets no rights on the workspace, members or keys unless requested", () => {
  const held = defaultRights("manage");
  for (const right of namedRights) expect(held).not.toContain(right);
  expect(namedRights).toEqual(expect.arrayContaining(["member:write", "key:write", "workspace:write", "audit:read"]));
  expect(held).toEqual(expect.arrayContaining(["prompt:write", "prompt:promote", "suite:write"]));
});

it("a runtime key can resolve and send events, and rights of another scope have no effect", () => {
  expect(defaultRights("runtime")).toEqual(["prompt:resolve", "event:write"]);
  expect(rightsOf({ scope: "runtime", rights: ["prompt:resolve", "member:write"] })).toEqual(["prompt:resolve"]);
});

it("a key from before rights existed keeps all rights, and is unrestricted", () => {
  const old = { scope: "manage" as const, rights: [], allEnvironments: false };
  expect(rightsOf(old)).toEqual(keyScopeRights.manage);
  expect(wideRightsOf(old)).toEqual([...namedRights]);
  expect(wideRightsOf({ ...old, rights: ["prompt:read"] })).toEqual([]);
});

it("presets contain rights of a manage key, and no workspace-wide one", () => {
  for (const rights of Object.values(rightPresets)) {
    expect(keyScopeRights.manage).toEqual(expect.arrayContaining([...rights]));
    expect(wideRightsOf({ scope: "manage", rights, allEnvironments: false })).toEqual([]);
  }
});

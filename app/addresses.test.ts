import { describe, expect, it } from "vitest";
import { promptPath } from "./[workspace]/_components/paths";
import { targetOf } from "./addresses";

const lead = (address: string) => {
  const url = new URL(address, "http://localhost");
  return targetOf(url.pathname, url.searchParams);
};
const rewrite = (path: string) => ({ kind: "rewrite", path, prompt: path.split("/")[3] });
const redirect = (path: string) => ({ kind: "redirect", path });

describe("the address of a prompt", () => {
  it.each([
    ["/w/prompts/triage", "/w/prompts/triage"],
    ["/w/prompts/support/reply", "/w/prompts/support%2Freply"],
    ["/w/prompts/a/b/c/-/history", "/w/prompts/a%2Fb%2Fc/history"],
    ["/w/prompts/triage/-/settings", "/w/prompts/triage/settings"],
    ["/w/prompts/a/b/-/history/", "/w/prompts/a%2Fb/history"],
  ])("%s is served by %s", (address, route) => {
    expect(lead(address)).toEqual(rewrite(route));
  });

  it("of a prompt named like a tab is not a tab", () => {
    expect(lead("/w/prompts/support/history")).toEqual(rewrite("/w/prompts/support%2Fhistory"));
    expect(lead("/w/prompts/history/-/history")).toEqual(rewrite("/w/prompts/history/history"));
  });

  it("with an unknown tab is not found", () => {
    expect(lead("/w/prompts/a/-/nothing")).toEqual(rewrite("/w/prompts/a%2F-%2Fnothing"));
  });

  it("that is not UTF-8 is not found, without an error", () => {
    expect(lead("/w/prompts/%E0%A4%A")).toEqual(rewrite("/w/prompts/%25E0%25A4%25A"));
  });

  it("is used in links of the application", () => {
    expect(promptPath("w", "support/reply", { tab: "history", from: 1, to: 2 })).toBe(
      "/w/prompts/support/reply/-/history?from=1&to=2",
    );
    expect(promptPath("w", "support/reply", { tab: "edit", from: 3 })).toBe("/w/prompts/support/reply?from=3");
  });
});

describe("an address with ?tab=", () => {
  it.each([
    ["/w/prompts/a/b?tab=history", "/w/prompts/a/b/-/history"],
    ["/w/prompts/a/b?tab=history&from=1&to=2", "/w/prompts/a/b/-/history?from=1&to=2"],
    ["/w/prompts/a/b?from=2&tab=edit", "/w/prompts/a/b?from=2"],
    ["/w/prompts/a/b?tab=nothing", "/w/prompts/a/b"],
    ["/w/prompts/a/-/history?tab=use", "/w/prompts/a/-/history"],
    ["/w/prompts/a/-/edit", "/w/prompts/a"],
    ["/w/experiments/123?tab=health&phase=2", "/w/experiments/123/health?phase=2"],
    ["/w/experiments/123?tab=results", "/w/experiments/123"],
    ["/shared/token?tab=days", "/shared/token/days"],
  ])("%s moved to %s", (address, path) => {
    expect(lead(address)).toEqual(redirect(path));
  });

  it("of another page is kept", () => {
    for (const address of ["/w/releases?tab=x", "/w/prompts?tab=x", "/w/experiments/1/health?tab=plan", "/w/settings"])
      expect(lead(address)).toBeNull();
  });
});

describe("an address that was cut off", () => {
  it.each([
    ["/w/changes", "/w/inbox"],
    ["/w/incidents/", "/w/quality"],
    ["/w/evaluations/runs", "/w/evaluations"],
    ["/w/requests/traces", "/w/requests"],
  ])("%s leads to %s", (address, path) => {
    expect(lead(address)).toEqual(redirect(path));
  });

  it("of a page that exists stays", () => {
    expect(lead("/w/changes/2")).toBeNull();
    expect(lead("/w/requests")).toBeNull();
  });
});

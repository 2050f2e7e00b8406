import { decodeSafely } from "@/lib/core/decode-safely";
import { promptTabs } from "./[workspace]/_components/paths";

/**
 * Where an address leads that is not written as its route: another address, or a route that keeps the address, with the
 * segment of the prompt it names.
 */
export type AddressTarget = { kind: "redirect" | "rewrite"; path: string; prompt?: string };

/** The header in which the proxy passes that segment on to the layout of prompts; empty on other pages. */
export const promptHeader = "x-prompt-segment";

const promptAddress = new RegExp(`^/([^/]+)/prompts/(.+?)(?:/-/(${promptTabs.join("|")}))?/?$`);
/** Pages whose tabs were once a parameter, `?tab=`. The first tab has the address of the page itself. */
const tabbed = [
  { page: /^\/shared\/[^/]+$/, first: "results", tabs: ["health", "days"] },
  { page: /^\/[^/]+\/experiments\/[^/]+$/, first: "results", tabs: ["health", "days", "plan", "activity"] },
];

/** Addresses that are left when a person cuts the last part off another. They have no page of their own. */
const cut: Record<string, string> = {
  changes: "inbox",
  incidents: "quality",
  "evaluations/runs": "evaluations",
  "requests/sessions": "requests",
  "requests/traces": "requests",
};
const cutAddress = new RegExp(`^/([^/]+)/(${Object.keys(cut).join("|")})/?$`);

function withoutTab(search: URLSearchParams): string {
  const rest = new URLSearchParams(search);
  rest.delete("tab");
  return rest.size > 0 ? `?${rest}` : "";
}

/**
 * Addresses of prompts hold the name as it is, with its slashes, but a route has one segment for it:
 * "/w/prompts/a/b/-/history" is answered by "/w/prompts/a%2Fb/history". Addresses with `?tab=` move to the tab's own.
 * Null: the address is its route.
 */
export function targetOf(pathname: string, search: URLSearchParams): AddressTarget | null {
  const old = search.get("tab");
  const prompt = promptAddress.exec(pathname);
  if (prompt) {
    const [, workspace, name = "", tab] = prompt;
    if (old !== null) {
      const isTab = promptTabs.some((one) => one === old && one !== "edit");
      const path = `/${workspace}/prompts/${name}${tab ? `/-/${tab}` : isTab ? `/-/${old}` : ""}`;
      return { kind: "redirect", path: path + withoutTab(search) };
    }
    if (tab === "edit") return { kind: "redirect", path: `/${workspace}/prompts/${name}${withoutTab(search)}` };
    const segment = encodeURIComponent(decodeSafely(name));
    return { kind: "rewrite", path: `/${workspace}/prompts/${segment}${tab ? `/${tab}` : ""}`, prompt: segment };
  }
  const [, workspace, rest = ""] = cutAddress.exec(pathname) ?? [];
  const whole = cut[rest];
  if (whole) return { kind: "redirect", path: `/${workspace}/${whole}` };
  if (old === null) return null;
  const place = tabbed.find(({ page }) => page.test(pathname));
  if (!place) return null;
  return {
    kind: "redirect",
    path: `${pathname}${place.tabs.includes(old) ? `/${old}` : ""}${withoutTab(search)}`,
  };
}

import { pluralize } from "@/lib/core/words";
import type { ContentPolicyView } from "./queries/content-policies";

export type Retention = { eventDays: number; contentDays: number };

/** "Kept", "Not kept", "20 % kept". */
export function shareWords(share: number): string {
  if (share >= 1) return "Kept";
  return share <= 0 ? "Not kept" : `${Number((share * 100).toFixed(2))} % kept`;
}

/** "2 rules, 1 field"; "Nothing" without any. */
export function replacedWords({ rules, fields }: Pick<ContentPolicyView, "rules" | "fields">): string {
  const parts = [
    rules.length > 0 && pluralize(rules.length, "rule"),
    fields.length > 0 && pluralize(fields.length, "field"),
  ];
  return parts.filter(Boolean).join(", ") || "Nothing";
}

/** The retention of contents and requests: the shorter of environment and installation. */
export function keptDays({ contentDays, eventDays }: ContentPolicyView, installation: Retention) {
  const events = Math.min(eventDays ?? installation.eventDays, installation.eventDays);
  return { events, contents: Math.min(contentDays ?? installation.contentDays, installation.contentDays, events) };
}

/** "30 days". */
export const dayWords = (days: number): string => pluralize(days, "day");

/** Common rules to start from. */
export const commonRules = [
  { name: "E-mail addresses", pattern: "[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+", replacement: "[e-mail]" },
  { name: "Phone numbers", pattern: "\\+?\\d[\\d ()/.-]{7,}\\d", replacement: "[phone]" },
  { name: "Card numbers", pattern: "\\b(?:\\d[ -]?){13,19}\\b", replacement: "[card]" },
  { name: "IBANs", pattern: "\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\\b", replacement: "[iban]" },
  { name: "IP addresses", pattern: "\\b(?:\\d{1,3}\\.){3}\\d{1,3}\\b", replacement: "[ip]" },
] as const;

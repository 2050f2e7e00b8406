import { useState } from "react";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import type { ChannelView } from "@/lib/alerts/views";

/** The addresses in a text: one on each line, or with commas between them. */
export const addressesIn = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter(Boolean);

const addressFault = (text: string) => {
  const addresses = addressesIn(text);
  if (addresses.length === 0) return "Name at least one address.";
  if (addresses.length > 20) return "At most 20 addresses. Use a mailing list for more.";
  const wrong = addresses.find((one) => !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(one));
  return wrong ? `“${wrong}” is not a complete address, such as name@company.com.` : null;
};

/** The fields of a channel, and where the server's objections go. `before`: it is changed, and may keep its address. */
export function useChannelForm(before: ChannelView | null) {
  const [minimum, setMinimum] = useState<ChannelView["minimum"]>(before?.minimum ?? "warning");
  const isMail = before?.kind === "email";
  const fields = {
    name: useCheckedValue(before?.name ?? "", (text) => (text.trim() ? null : "Enter a name.")),
    url: useCheckedValue("", (text) => {
      if (!text.trim()) return before ? null : "Give the address.";
      return /^https?:\/\/\S+$/.test(text.trim()) ? null : "It starts with https:// or http://.";
    }),
    recipients: useCheckedValue(isMail ? before.targetHint.split(", ").join("\n") : "", addressFault),
  };
  return {
    ...fields,
    minimum,
    setMinimum,
    /** Checks those fields, all of them, so that every fault shows at once. */
    areFine: (...names: (keyof typeof fields)[]) => names.map((name) => fields[name].isFine()).every(Boolean),
    /** Puts what the server objected to beside its field; whether it did. */
    refuse: beside(fields),
  };
}

import * as z from "zod/mini";
import type { ChannelView } from "@/lib/alerts/views";
import { judged, needed } from "./form-schema";

/** The addresses in a text, separated by line breaks or commas. */
export const addressesIn = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter(Boolean);

const addressFault = (text: string) => {
  const addresses = addressesIn(text);
  if (addresses.length === 0) return "Enter at least one address.";
  if (addresses.length > 20) return "At most 20 addresses. Use a mailing list for more.";
  const wrong = addresses.find((one) => !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(one));
  return wrong ? `“${wrong}” is not a complete address, such as name@company.com.` : null;
};

/** The fields of a kind of channel. An existing channel may keep its address. */
export const channelSchema = (kind: ChannelView["kind"], isKept: boolean) =>
  z.object({
    name: needed("Enter a name."),
    minimum: z.custom<ChannelView["minimum"]>(),
    notices: z.custom<ChannelView["notices"]>(),
    noticeEnvironments: z.custom<ChannelView["noticeEnvironments"]>(),
    url: judged((text) => {
      if (kind === "email" || (isKept && !text.trim())) return null;
      if (!text.trim()) return "Enter the address.";
      return /^https?:\/\/\S+$/.test(text.trim()) ? null : "It starts with https:// or http://.";
    }),
    recipients: judged((text) => (kind === "email" ? addressFault(text) : null)),
  });

type Schema = ReturnType<typeof channelSchema>;
export type ChannelTyped = z.input<Schema>;
export type ChannelValues = z.output<Schema>;

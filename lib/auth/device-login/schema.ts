import { z } from "zod";
import { codedIssue } from "@/lib/core/validation";
import { hasUnseen, tidyName } from "../person-name";
import { apiKeyEnvironments, apiKeyRights } from "../schema";

const shortText = z
  .string()
  .overwrite(tidyName)
  .max(60)
  .superRefine((text, ctx) => {
    if (hasUnseen(text)) ctx.addIssue(codedIssue("invalid_character", "It contains an invisible character."));
  });

/** A device requests a code (RFC 8628, 3.1). The person sees the name that the device claims; it is not verified. */
export const requestDeviceCodeInput = z.strictObject({
  client_id: shortText.min(1).meta({ description: "The name of the program, such as `understudy-cli`." }),
  device_name: shortText.optional().meta({ description: "The name of the machine on which the program runs." }),
});
export type RequestDeviceCodeInput = z.infer<typeof requestDeviceCodeInput>;

/** The device requests its key (RFC 8628, 3.4). */
export const deviceGrantInput = z.strictObject({
  grant_type: z.literal("urn:ietf:params:oauth:grant-type:device_code"),
  client_id: shortText.min(1).meta({ description: "The same `client_id` as in `/device/code`." }),
  device_code: z.string().min(1).max(200),
});
export type DeviceGrantInput = z.infer<typeof deviceGrantInput>;

const code = z.string().max(40);
/** The allowed lifetimes of a device's key. It always expires, because devices get lost. */
const keyDays = [7, 30, 90, 365] as const;

export const approveDeviceInput = z.strictObject({
  code,
  name: z.string().trim().min(1, "A key needs a name.").max(100),
  environments: apiKeyEnvironments,
  rights: apiKeyRights,
  days: z.literal(keyDays),
});
export type ApproveDeviceInput = z.infer<typeof approveDeviceInput>;

export const refuseDeviceInput = z.strictObject({ code });
export type RefuseDeviceInput = z.infer<typeof refuseDeviceInput>;

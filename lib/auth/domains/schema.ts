import { z } from "zod";
import { joinRoles } from "./rules";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** A domain as the DNS writes it: small letters, at least two labels. */
export const addDomainInput = z.strictObject({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(new RegExp(`^(${label}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`), "Enter a domain, such as company.com."),
});
export type AddDomainInput = z.infer<typeof addDomainInput>;

export const domainIdInput = z.strictObject({ id: z.guid() });
export type DomainIdInput = z.infer<typeof domainIdInput>;

/** `joinRole`: what people with a confirmed address of the domain may join as; null: they are invited. */
export const letJoinInput = domainIdInput.extend({ joinRole: z.enum(joinRoles).nullable() });
export type LetJoinInput = z.infer<typeof letJoinInput>;

export const joinByDomainInput = z.strictObject({ slug: z.string().min(1).max(80) });
export type JoinByDomainInput = z.infer<typeof joinByDomainInput>;

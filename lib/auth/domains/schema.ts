import { z } from "zod";
import { joinRoles } from "./rules";

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

/** A DNS domain name in lower case, with at least two labels. */
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

/**
 * `joinRole` is the role with which people with a confirmed address of the domain join; null means by invitation only.
 */
export const letJoinInput = domainIdInput.extend({ joinRole: z.enum(joinRoles).nullable() });
export type LetJoinInput = z.infer<typeof letJoinInput>;

export const joinByDomainInput = z.strictObject({ slug: z.string().min(1).max(80) });
export type JoinByDomainInput = z.infer<typeof joinByDomainInput>;

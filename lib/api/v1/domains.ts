import { z } from "zod";
import { addDomain, removeDomain, verifyDomain } from "@/lib/auth/domains/commands";
import { listDomains } from "@/lib/auth/domains/queries";
import { addDomainInput } from "@/lib/auth/domains/schema";
import { domainView } from "@/lib/auth/domains/views";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Members");

export const domainEndpoints = [
  endpoint({
    id: "listDomains",
    method: "get",
    path: "/domains",
    summary: "List mail domains by name",
    permission: "member:write",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of domains, each with its TXT record.", schema: pageOf(domainView) },
    run: ({ actor, query }) => listDomains(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "addDomain",
    method: "post",
    path: "/domains",
    summary: "Add a mail domain",
    permission: "member:write",
    body: addDomainInput,
    idempotency: "stored",
    answer: { status: 201, description: "The domain, with the TXT record to add to its DNS.", schema: domainView },
    errors: ["already_exists", "invalid_state", "environment_not_allowed"],
    run: ({ actor, body }) => addDomain(actor, body),
  }),
  endpoint({
    id: "verifyDomain",
    method: "post",
    path: "/domains/{id}/verify",
    summary: "Verify a mail domain by its TXT record",
    description:
      "If the record is not found, the request gets 409 `invalid_state`. If the DNS does not answer, it gets 503 `service_unavailable`. A verified domain is checked once a day; after seven failed checks in a row, it is no longer verified.",
    permission: "member:write",
    params: idPath,
    answer: { status: 200, description: "The verified domain.", schema: domainView },
    errors: ["invalid_state", "service_unavailable", "environment_not_allowed"],
    run: ({ actor, params }) => verifyDomain(actor, params),
  }),
  endpoint({
    id: "removeDomain",
    method: "delete",
    path: "/domains/{id}",
    summary: "Delete a mail domain",
    permission: "member:write",
    params: idPath,
    answer: { status: 200, description: "The deleted domain.", schema: domainView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => removeDomain(actor, params),
  }),
];

import { z } from "zod";
import { createOidcTrust, removeOidcTrust, updateOidcTrust } from "@/lib/auth/oidc-trusts/commands";
import { listOidcTrusts, oidcTrustView } from "@/lib/auth/oidc-trusts/queries";
import { createOidcTrustInput, oidcTrustChanges } from "@/lib/auth/oidc-trusts/schema";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("API keys");

const refusals = [
  "not_found",
  "already_exists",
  "environment_not_allowed",
  "insufficient_scope",
  "url_not_allowed",
  "issuer_unavailable",
] as const;

export const oidcTrustEndpoints = [
  endpoint({
    id: "listOidcTrusts",
    method: "get",
    path: "/oidc-trusts",
    summary: "List OIDC trusts by name",
    permission: "key:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of trusts.", schema: pageOf(oidcTrustView) },
    run: ({ actor, query }) => listOidcTrusts(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "createOidcTrust",
    method: "post",
    path: "/oidc-trusts",
    summary: "Create an OIDC trust",
    description:
      "Anyone with a token that meets all conditions can exchange it at `POST /api/v1/token` for a key that is valid for 15 minutes. A key cannot create a trust with more rights or environments than its own. If that key ends, the trust ends too. A trust cannot give `key:write` or `member:write`.",
    permission: "key:write",
    body: createOidcTrustInput,
    idempotency: "stored",
    answer: { status: 201, description: "The trust.", schema: oidcTrustView },
    errors: [...refusals, "invalid_state"],
    run: ({ actor, body }) => createOidcTrust(actor, body),
  }),
  endpoint({
    id: "updateOidcTrust",
    method: "patch",
    path: "/oidc-trusts/{id}",
    summary: "Change an OIDC trust",
    description: "Omitted fields do not change. Keys that the trust issued are revoked, unless only its name changes.",
    permission: "key:write",
    params: idPath,
    body: oidcTrustChanges,
    answer: { status: 200, description: "The trust.", schema: oidcTrustView },
    errors: [...refusals],
    run: ({ actor, params, body }) => updateOidcTrust(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "removeOidcTrust",
    method: "delete",
    path: "/oidc-trusts/{id}",
    summary: "Delete an OIDC trust and revoke its keys",
    permission: "key:write",
    params: idPath,
    answer: { status: 200, description: "The removed trust.", schema: oidcTrustView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => removeOidcTrust(actor, params),
  }),
];

import { schemaIds, scimBase } from "./resources";

/** The maximum number of results per page. */
export const mostResults = 200;

const config = () => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  documentationUri: "https://datatracker.ietf.org/doc/html/rfc7644",
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: mostResults },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "A SCIM token of the workspace: Settings, Members.",
      specUri: "https://datatracker.ietf.org/doc/html/rfc6750",
      primary: true,
    },
  ],
  meta: { resourceType: "ServiceProviderConfig", location: `${scimBase()}/ServiceProviderConfig` },
});

const resourceTypes = () =>
  (["User", "Group"] as const).map((name) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: name,
    name,
    endpoint: `/${name}s`,
    schema: name === "User" ? schemaIds.user : schemaIds.group,
    meta: { resourceType: "ResourceType", location: `${scimBase()}/ResourceTypes/${name}` },
  }));

type Kind = "string" | "boolean" | "complex" | "reference";
type Rule = {
  type?: Kind;
  required?: boolean;
  unique?: boolean;
  readOnly?: boolean;
  exact?: boolean;
  parts?: object[];
};

const described = (name: string, { type = "string", parts, ...rule }: Rule = {}, multiValued = false) => ({
  name,
  type,
  multiValued,
  required: rule.required ?? false,
  caseExact: rule.exact ?? false,
  mutability: rule.readOnly ? "readOnly" : "readWrite",
  returned: "default",
  uniqueness: rule.unique ? "server" : "none",
  ...(parts && { subAttributes: parts }),
  ...(type === "reference" && { referenceTypes: ["User", "Group"] }),
});

const schemas = () =>
  [
    {
      id: schemaIds.user,
      name: "User",
      attributes: [
        described("userName", { required: true, unique: true }),
        described("externalId", { exact: true }),
        described("name", {
          type: "complex",
          parts: [described("formatted", { readOnly: true }), described("givenName"), described("familyName")],
        }),
        described("displayName"),
        described(
          "emails",
          {
            type: "complex",
            parts: [described("value"), described("type"), described("primary", { type: "boolean" })],
          },
          true,
        ),
        described("active", { type: "boolean" }),
        described(
          "roles",
          {
            type: "complex",
            readOnly: true,
            parts: [described("value", { readOnly: true }), described("primary", { type: "boolean", readOnly: true })],
          },
          true,
        ),
        described(
          "groups",
          {
            type: "complex",
            readOnly: true,
            parts: [described("value", { readOnly: true }), described("display", { readOnly: true })],
          },
          true,
        ),
      ],
    },
    {
      id: schemaIds.group,
      name: "Group",
      attributes: [
        described("displayName", { required: true, unique: true }),
        described("externalId", { exact: true }),
        described(
          "members",
          {
            type: "complex",
            parts: [described("value"), described("display"), described("$ref", { type: "reference" })],
          },
          true,
        ),
      ],
    },
  ].map((schema) => ({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    ...schema,
    description: `What is kept of a ${schema.name.toLowerCase()}.`,
    meta: { resourceType: "Schema", location: `${scimBase()}/Schemas/${schema.id}` },
  }));

const listOf = (all: readonly object[]) => ({
  schemas: [schemaIds.list],
  totalResults: all.length,
  startIndex: 1,
  itemsPerPage: all.length,
  Resources: all,
});

/** The discovery resource at a path (RFC 7644, section 4); null if there is none. */
export function discover(path: string): object | null {
  const [, what = "", id] = /^\/(ServiceProviderConfig|ResourceTypes|Schemas)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (what === "ServiceProviderConfig") return id ? null : config();
  const all = what === "ResourceTypes" ? resourceTypes() : what === "Schemas" ? schemas() : [];
  if (!id) return what ? listOf(all) : null;
  return all.find((one) => one.id.toLowerCase() === decodeURIComponent(id).toLowerCase()) ?? null;
}

"use client";

import { useState } from "react";
import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { rightPresets } from "@/lib/auth/key-rights";
import { type Condition, githubIssuer } from "@/lib/auth/oidc-trusts/conditions";
import type { OidcTrustView } from "@/lib/auth/oidc-trusts/queries";
import { needed } from "@/lib/editing/form-schema";
import { addTrust, changeTrust } from "../actions";
import { firstReach, ReachFields } from "./reach-fields";
import { reachSchema } from "./reach-schema";
import { choiceOf } from "./rights-field";

export type TrustDialogProps = {
  environments: readonly { name: string }[];
  url: string;
  /** The trust to change. Null: a new one. */
  trust: OidcTrustView | null;
  onClose: () => void;
  onDone: (trust: OidcTrustView) => void;
};

const issuers = [
  { value: "github", label: "GitHub Actions" },
  { value: "other", label: "Another OIDC issuer" },
];

/** The fields for a kind of issuer. They are optional for a trust with other conditions. */
const schemaOf = (isGithub: boolean, isOptional: boolean) => {
  const requiredIf = (is: boolean, words: string) => (is ? needed(words) : z.string());
  return z.object({
    name: needed("Enter a name, such as the repository."),
    repository: requiredIf(isGithub && !isOptional, "Enter the repository: owner/name."),
    ref: z.string(),
    environment: z.string(),
    issuer: requiredIf(!isGithub, "Enter the issuer's address."),
    sub: requiredIf(!isGithub && !isOptional, "Enter the subject of the token."),
    audience: needed("Enter the audience of the token."),
    reach: reachSchema(),
  });
};

/** The conditions from the filled claim fields. */
const conditionsOf = (claims: Record<string, string>): Condition[] =>
  Object.entries(claims).flatMap(([claim, value]) => (value.trim() ? [{ claim, value: value.trim() }] : []));

type Fields = Pick<OidcTrustView, "name" | "issuer" | "audience" | "conditions" | "environments" | "rights">;

/** The changed fields only, because a new name alone must not revoke keys. */
const changesOf = (trust: OidcTrustView, fields: Fields): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(trust[field as keyof Fields]),
    ),
  );

const githubClaims = ["repository", "ref", "environment"];

/** The conditions for which the form has no fields. */
const othersOf = (trust: OidcTrustView): Condition[] =>
  trust.conditions.filter(({ claim }) =>
    trust.issuer === githubIssuer ? !githubClaims.includes(claim) : claim !== "sub",
  );

/** Creates or changes a trust. Conditions on other claims, set over the API, are kept. */
export function TrustDialog({ environments, url, trust, onClose, onDone }: TrustDialogProps) {
  const workspace = useWorkspace();
  const claimValue = (claim: string) => trust?.conditions.find((one) => one.claim === claim)?.value ?? "";
  const kept = trust ? othersOf(trust) : [];
  const isOther = trust !== null && trust.issuer !== githubIssuer;
  const [kind, setKind] = useState(isOther ? "other" : "github");
  const isGithub = kind === "github";
  const form = useForm({
    schema: schemaOf(isGithub, kept.length > 0),
    values: {
      name: trust?.name ?? "",
      repository: claimValue("repository"),
      ref: claimValue("ref"),
      environment: claimValue("environment"),
      issuer: isOther ? trust.issuer : "",
      sub: claimValue("sub"),
      audience: trust?.audience ?? url,
      reach: trust
        ? firstReach(trust.environments, choiceOf(trust.rights))
        : firstReach(
            environments.slice(0, 1).map((one) => one.name),
            { preset: "author", chosen: rightPresets.author },
          ),
    },
    run: ({ name, repository, ref, environment, issuer, sub, audience, reach }) => {
      const fields = {
        name,
        issuer: isGithub ? githubIssuer : issuer,
        audience,
        conditions: [...conditionsOf(isGithub ? { repository, ref, environment } : { sub }), ...kept],
        ...reach,
      };
      return trust
        ? changeTrust({ workspace, id: trust.id, ...changesOf(trust, fields) })
        : addTrust({ workspace, ...fields });
    },
    done: ({ name }) => (trust ? { title: `“${name}” is changed.` } : null),
    onDone,
    refresh: "done",
    at: { "/conditions": isGithub ? "repository" : "sub" },
  });
  const reach = useFormField({ form, name: "reach" });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={trust ? `Change “${trust.name}”` : "Trust a repository"}
      description={
        trust
          ? "Keys that it issued end, unless only the name changes. Workflows get new ones."
          : "A workflow whose token meets every condition gets a key for 15 minutes."
      }
      act={trust ? "Save" : "Trust it"}
      acting={trust ? "Saving" : "Reading the issuer"}
    >
      <FormField form={form} name="name" label="Name" help="The audit log shows this name for what the workflow does.">
        {(field) => <Input {...field} autoFocus maxLength={100} placeholder="Shop, CI" autoComplete="off" />}
      </FormField>
      <Field label="Issuer">
        <Select options={issuers} value={kind} onChange={(event) => setKind(event.target.value)} />
      </Field>
      {isGithub ? (
        <>
          <FormField form={form} name="repository" label="Repository" help="owner/name; owner/* for all of an owner.">
            {(field) => <Input {...field} mono maxLength={300} placeholder="acme/shop" autoComplete="off" />}
          </FormField>
          <FormField
            form={form}
            name="ref"
            label="Branch or tag"
            note="optional"
            help="As GitHub writes it; * matches any text."
          >
            {(field) => <Input {...field} mono maxLength={300} placeholder="refs/heads/main" autoComplete="off" />}
          </FormField>
          <FormField
            form={form}
            name="environment"
            label="GitHub environment"
            note="optional"
            help="Only jobs of this environment of the repository."
          >
            {(field) => <Input {...field} maxLength={300} autoComplete="off" />}
          </FormField>
        </>
      ) : (
        <>
          <FormField
            form={form}
            name="issuer"
            label="Address"
            help="It has /.well-known/openid-configuration below it."
          >
            {(field) => <Input {...field} mono maxLength={500} placeholder="https://gitlab.com" autoComplete="off" />}
          </FormField>
          <FormField form={form} name="sub" label="Subject" help="The value of the claim sub; * matches any text.">
            {(field) => (
              <Input {...field} mono maxLength={300} placeholder="project_path:acme/shop:*" autoComplete="off" />
            )}
          </FormField>
        </>
      )}
      {kept.length > 0 ? (
        <p className="text-12 text-fg-muted">
          Also needed: {kept.map(({ claim, value }) => `${claim} ${value}`).join(", ")}. The API changes these.
        </p>
      ) : null}
      <FormField
        form={form}
        name="audience"
        label="Audience"
        help="The audience of the token. The command line asks for this server."
      >
        {(field) => <Input {...field} mono maxLength={500} autoComplete="off" />}
      </FormField>
      <ReachFields field={reach} environments={environments} />
    </FormDialog>
  );
}

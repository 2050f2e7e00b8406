"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import { rightPresets } from "@/lib/auth/key-rights";
import { type Condition, githubIssuer } from "@/lib/auth/oidc-trusts/conditions";
import type { OidcTrustView } from "@/lib/auth/oidc-trusts/queries";
import { addTrust, changeTrust } from "../actions";
import { ReachFields, useReach } from "./reach-fields";
import { choiceOf } from "./rights-field";

export type TrustDialogProps = {
  workspace: string;
  environments: readonly { name: string }[];
  url: string;
  /** The trust to change; null: a new one. */
  trust: OidcTrustView | null;
  onClose: () => void;
  onDone: (trust: OidcTrustView) => void;
};

const issuers = [
  { value: "github", label: "GitHub Actions" },
  { value: "other", label: "Another OIDC issuer" },
];
const needed = (words: string) => (value: string) => (value.trim() ? null : words);

/** The claims that stand in the fields of GitHub and of others: [claim, value]. */
const conditionsOf = (fields: readonly (readonly [string, string])[]): Condition[] =>
  fields.flatMap(([claim, value]) => (value.trim() ? [{ claim, value: value.trim() }] : []));

type Fields = Pick<OidcTrustView, "name" | "issuer" | "audience" | "conditions" | "environments" | "rights">;

/** What a form changes, field by field: a new name alone ends no keys. */
const changesOf = (trust: OidcTrustView, fields: Fields): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(trust[field as keyof Fields]),
    ),
  );

const githubClaims = ["repository", "ref", "environment"];

/** Conditions that no form has fields for. */
const othersOf = (trust: OidcTrustView): Condition[] =>
  trust.conditions.filter(({ claim }) =>
    trust.issuer === githubIssuer ? !githubClaims.includes(claim) : claim !== "sub",
  );

/** Trusts a repository, or changes a trust. Conditions that the API made on other claims stay as they are. */
export function TrustDialog({ workspace, environments, url, trust, onClose, onDone }: TrustDialogProps) {
  const said = (claim: string) => trust?.conditions.find((one) => one.claim === claim)?.value ?? "";
  const kept = trust ? othersOf(trust) : [];
  const [kind, setKind] = useState(trust && trust.issuer !== githubIssuer ? "other" : "github");
  const isOptional = kept.length > 0;
  const claimed = (words: string) => (isOptional ? () => null : needed(words));
  const name = useCheckedValue(trust?.name ?? "", needed("Enter a name, such as the repository."));
  const repository = useCheckedValue(said("repository"), claimed("Enter the repository: owner/name."));
  const issuer = useCheckedValue(
    trust && trust.issuer !== githubIssuer ? trust.issuer : "",
    needed("Enter the issuer's address."),
  );
  const subject = useCheckedValue(said("sub"), claimed("Enter the subject of the token."));
  const audience = useCheckedValue(trust?.audience ?? url, needed("Enter the audience of the token."));
  const [ref, setRef] = useState(said("ref"));
  const [place, setPlace] = useState(said("environment"));
  const reach = useReach({
    environments: trust?.environments ?? environments.slice(0, 1).map((one) => one.name),
    rights: trust ? choiceOf(trust.rights) : { preset: "author", chosen: rightPresets.author },
  });
  const isGithub = kind === "github";
  const named = isGithub ? repository : subject;

  const check = () => {
    const fields = isGithub ? [name, repository, audience] : [name, issuer, subject, audience];
    if (fields.map((field) => field.isFine()).includes(false)) return false;
    return reach.fault() ?? true;
  };
  return (
    <ActionDialog
      onClose={onClose}
      title={trust ? `Change “${trust.name}”` : "Trust a repository"}
      description={
        trust
          ? "Keys that it issued end, unless only the name changes. Workflows get new ones."
          : "A workflow whose token meets every condition gets a key for 15 minutes."
      }
      act={trust ? "Save" : "Trust it"}
      acting={trust ? "Saving" : "Reading the issuer"}
      check={check}
      run={() => {
        const fields = {
          name: name.value,
          issuer: isGithub ? githubIssuer : issuer.value.trim(),
          audience: audience.value,
          conditions: [
            ...conditionsOf(
              isGithub
                ? [
                    ["repository", repository.value],
                    ["ref", ref],
                    ["environment", place],
                  ]
                : [["sub", subject.value]],
            ),
            ...kept,
          ],
          environments: reach.environments,
          rights: reach.rightsToSend,
        };
        return trust
          ? changeTrust({ workspace, id: trust.id, ...changesOf(trust, fields) })
          : addTrust({ workspace, ...fields });
      }}
      onDone={onDone}
      onRefused={(failure) => beside({ name, issuer, audience, conditions: named })(failure)}
    >
      <Field label="Name" help="The audit log shows this name for what the workflow does." error={name.error}>
        <Input {...name.props} autoFocus maxLength={100} placeholder="Shop, CI" autoComplete="off" />
      </Field>
      <Field label="Issuer">
        <Select options={issuers} value={kind} onChange={(event) => setKind(event.target.value)} />
      </Field>
      {isGithub ? (
        <>
          <Field label="Repository" help="owner/name; owner/* for all of an owner." error={repository.error}>
            <Input {...repository.props} mono maxLength={300} placeholder="acme/shop" autoComplete="off" />
          </Field>
          <Field label="Branch or tag" note="optional" help="As GitHub writes it; * matches any text.">
            <Input
              mono
              maxLength={300}
              value={ref}
              onChange={(event) => setRef(event.target.value)}
              placeholder="refs/heads/main"
              autoComplete="off"
            />
          </Field>
          <Field label="GitHub environment" note="optional" help="Only jobs of this environment of the repository.">
            <Input
              maxLength={300}
              value={place}
              onChange={(event) => setPlace(event.target.value)}
              autoComplete="off"
            />
          </Field>
        </>
      ) : (
        <>
          <Field label="Address" help="It has /.well-known/openid-configuration below it." error={issuer.error}>
            <Input {...issuer.props} mono maxLength={500} placeholder="https://gitlab.com" autoComplete="off" />
          </Field>
          <Field label="Subject" help="The value of the claim sub; * matches any text." error={subject.error}>
            <Input {...subject.props} mono maxLength={300} placeholder="project_path:acme/shop:*" autoComplete="off" />
          </Field>
        </>
      )}
      {kept.length > 0 ? (
        <p className="text-12 text-fg-muted">
          Also needed: {kept.map(({ claim, value }) => `${claim} ${value}`).join(", ")}. The API changes these.
        </p>
      ) : null}
      <Field
        label="Audience"
        help="The audience of the token. The command line asks for this server."
        error={audience.error}
      >
        <Input {...audience.props} mono maxLength={500} autoComplete="off" />
      </Field>
      <ReachFields reach={reach} environments={environments} />
    </ActionDialog>
  );
}

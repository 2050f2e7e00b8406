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
import { addTrust } from "../actions";
import { EnvironmentsField } from "./environments-field";
import { type RightsChoice, RightsField, rightsToSend } from "./rights-field";

export type NewTrustDialogProps = {
  workspace: string;
  environments: readonly { name: string }[];
  url: string;
  onClose: () => void;
  onMade: (trust: OidcTrustView) => void;
};

const issuers = [
  { value: "github", label: "GitHub Actions" },
  { value: "other", label: "Another OIDC issuer" },
];
const needed = (words: string) => (value: string) => (value.trim() ? null : words);

/** The claims that stand in the fields of GitHub and of others: [claim, value]. */
const conditionsOf = (fields: readonly (readonly [string, string])[]): Condition[] =>
  fields.flatMap(([claim, value]) => (value.trim() ? [{ claim, value: value.trim() }] : []));

export function NewTrustDialog({ workspace, environments, url, onClose, onMade }: NewTrustDialogProps) {
  const [kind, setKind] = useState("github");
  const name = useCheckedValue("", needed("Enter a name, such as the repository."));
  const repository = useCheckedValue("", needed("Enter the repository: owner/name."));
  const issuer = useCheckedValue("", needed("Enter the issuer's address."));
  const subject = useCheckedValue("", needed("Enter the subject of the token."));
  const audience = useCheckedValue(url, needed("Enter whom the token is for."));
  const [ref, setRef] = useState("");
  const [place, setPlace] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(environments.slice(0, 1).map((one) => one.name));
  const [isAll, setAll] = useState(false);
  const [rights, setRights] = useState<RightsChoice>({ preset: "author", chosen: rightPresets.author });
  const isGithub = kind === "github";
  const named = isGithub ? repository : subject;

  const check = () => {
    const fields = isGithub ? [name, repository, audience] : [name, issuer, subject, audience];
    if (fields.map((field) => field.isFine()).includes(false)) return false;
    if (!isAll && chosen.length === 0) return "Choose at least one environment.";
    return rightsToSend(rights, isAll).length > 0 || "Choose at least one right.";
  };
  return (
    <ActionDialog
      onClose={onClose}
      title="Trust a repository"
      description="A workflow whose token meets every condition gets a key for 15 minutes."
      act="Trust it"
      acting="Reading the issuer"
      check={check}
      run={() =>
        addTrust({
          workspace,
          name: name.value,
          issuer: isGithub ? githubIssuer : issuer.value.trim(),
          audience: audience.value,
          conditions: conditionsOf(
            isGithub
              ? [
                  ["repository", repository.value],
                  ["ref", ref],
                  ["environment", place],
                ]
              : [["sub", subject.value]],
          ),
          environments: isAll ? "all" : [...chosen],
          rights: rightsToSend(rights, isAll),
        })
      }
      onDone={onMade}
      onRefused={(failure) => beside({ name, issuer, audience, conditions: named })(failure)}
    >
      <Field label="Name" help="It stands in the audit log for what the workflow does." error={name.error}>
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
          <Field label="Branch or tag" note="optional" help="As GitHub writes it; * stands for any text.">
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
          <Field label="Subject" help="What the claim sub says; * stands for any text." error={subject.error}>
            <Input {...subject.props} mono maxLength={300} placeholder="project_path:acme/shop:*" autoComplete="off" />
          </Field>
        </>
      )}
      <Field
        label="Audience"
        help="Whom the token is made for. The command line asks for this server."
        error={audience.error}
      >
        <Input {...audience.props} mono maxLength={500} autoComplete="off" />
      </Field>
      <EnvironmentsField
        environments={environments}
        chosen={chosen}
        isAll={isAll}
        onChoose={setChosen}
        onAll={setAll}
      />
      <RightsField value={rights} isForAll={isAll} onChange={setRights} />
    </ActionDialog>
  );
}

"use client";

import { Checkbox } from "@/components/ui/choice";
import { FieldError } from "@/components/ui/field";
import { keyScopeRights, type Permission } from "@/lib/auth/authorize";
import { type RightsChoice, RightsField, rightsToSend } from "./rights-field";

/** The chosen environments and rights of a key, or of an object that issues keys. */
export type ReachChoice = { isAll: boolean; chosen: readonly string[]; rights: RightsChoice };

/** The initial choice. */
export const firstReach = (environments: "all" | readonly string[], rights: RightsChoice): ReachChoice =>
  environments === "all" ? { isAll: true, chosen: [], rights } : { isAll: false, chosen: environments, rights };

/** The choice as it is sent. */
export const reachToSend = ({ isAll, chosen, rights }: ReachChoice) => ({
  environments: isAll ? ("all" as const) : [...chosen],
  rights: rightsToSend(rights, isAll),
});

/** What the choice lacks, or null: an environment and, if it has rights, a right. */
export function reachFault(reach: ReachChoice, hasRights = true): string | null {
  const { environments, rights } = reachToSend(reach);
  if (environments.length === 0) return "Choose at least one environment.";
  return hasRights && rights.length === 0 ? "Choose at least one right." : null;
}

export type ReachFieldsProps = {
  /** The form field of the choice. */
  field: { control: { value: ReachChoice; onChange: (reach: ReachChoice) => void }; error: string | undefined };
  environments: readonly { name: string }[];
  /** The rights that may be given. Undefined: all. */
  held?: readonly Permission[];
  /** Whether the object has rights to choose. */
  hasRights?: boolean;
};

/** The fields for environments and rights of a key, or of an object that issues keys. */
export function ReachFields({ field, environments, held = keyScopeRights.manage, hasRights = true }: ReachFieldsProps) {
  const { value, onChange } = field.control;
  return (
    <>
      <EnvironmentsField
        environments={environments}
        chosen={value.chosen}
        isAll={value.isAll}
        onChoose={(chosen) => onChange({ ...value, chosen })}
        onAll={(isAll) => onChange({ ...value, isAll })}
      />
      {hasRights ? (
        <RightsField
          value={value.rights}
          isForAll={value.isAll}
          held={held}
          onChange={(rights) => onChange({ ...value, rights })}
        />
      ) : null}
      {field.error ? <FieldError>{field.error}</FieldError> : null}
    </>
  );
}

type EnvironmentsFieldProps = {
  environments: readonly { name: string }[];
  chosen: readonly string[];
  isAll: boolean;
  onChoose: (names: readonly string[]) => void;
  onAll: (isAll: boolean) => void;
};

/** The environments that a key has access to. */
function EnvironmentsField({ environments, chosen, isAll, onChoose, onAll }: EnvironmentsFieldProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Environments</legend>
      {environments.map(({ name }) => (
        <Checkbox
          key={name}
          label={name}
          checked={isAll || chosen.includes(name)}
          disabled={isAll}
          onChange={(event) =>
            onChoose(event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
          }
        />
      ))}
      <Checkbox
        label="Every environment, also those added later"
        checked={isAll}
        onChange={(event) => onAll(event.target.checked)}
      />
    </fieldset>
  );
}

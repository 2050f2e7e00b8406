"use client";

import { Checkbox, Radio } from "@/components/ui/choice";
import { defaultRights, rightPresets, workspaceWideRights } from "@/lib/auth/key-rights";
import type { Permission } from "@/lib/auth/permission";
import { rightWords } from "@/lib/auth/permission-words";

export type RightsChoice = { preset: keyof typeof presets; chosen: readonly Permission[] };

const presets = {
  usual: {
    label: "Usual",
    help: "Prompts, releases, tests and experiments. No rights over the whole workspace.",
    rights: defaultRights("manage"),
  },
  read: { label: "Read", help: "For dashboards and exports.", rights: rightPresets.read },
  author: {
    label: "Write and test",
    help: "For CI on a branch: saves versions and runs evaluations. Releases nothing.",
    rights: rightPresets.author,
  },
  release: { label: "Release", help: "For a deploy step: promotes and rolls back.", rights: rightPresets.release },
  own: { label: "Choose", help: "Choose each right.", rights: defaultRights("manage") },
} as const satisfies Record<string, { label: string; help: string; rights: readonly Permission[] }>;

export const usualRights: RightsChoice = { preset: "usual", chosen: presets.usual.rights };

const within = (rights: readonly Permission[], held: readonly Permission[]) =>
  rights.filter((right) => held.includes(right));

/** The default rights, limited to those that may be given. */
export const usualRightsOf = (held: readonly Permission[]): RightsChoice => ({
  preset: "usual",
  chosen: within(presets.usual.rights, held),
});

export type RightsFieldProps = {
  value: RightsChoice;
  /** Whether the key is for all environments. Only such a key can have workspace-wide rights. */
  isForAll: boolean;
  /** The rights that may be given. */
  held: readonly Permission[];
  onChange: (value: RightsChoice) => void;
};

/** The rights of a manage key: a preset, or individual rights. */
export function RightsField({ value, isForAll, held, onChange }: RightsFieldProps) {
  const isOffered = (name: string, rights: readonly Permission[]) =>
    name === "usual" || name === "own" || rights.every((right) => held.includes(right));
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">Rights</legend>
      {Object.entries(presets)
        .filter(([name, { rights }]) => isOffered(name, rights))
        .map(([name, { label, help, rights }]) => (
          <Radio
            key={name}
            name="preset"
            value={name}
            label={label}
            help={help}
            checked={value.preset === name}
            onChange={() => onChange({ preset: name as RightsChoice["preset"], chosen: within(rights, held) })}
          />
        ))}
      {value.preset === "own" ? (
        <div className="mt-1 grid gap-0.5 border-line border-l pl-4">
          {held.map((right) => {
            const isOff = !isForAll && workspaceWideRights.includes(right);
            return (
              <Checkbox
                key={right}
                label={rightWords(right)}
                help={isOff ? `${right}. For keys of every environment only.` : right}
                disabled={isOff}
                checked={!isOff && value.chosen.includes(right)}
                onChange={(event) =>
                  onChange({
                    preset: "own",
                    chosen: event.target.checked
                      ? [...value.chosen, right]
                      : value.chosen.filter((one) => one !== right),
                  })
                }
              />
            );
          })}
        </div>
      ) : null}
    </fieldset>
  );
}

/** The rights to send. Workspace-wide rights are only sent for a key for all environments. */
export function rightsToSend({ chosen }: RightsChoice, isForAll: boolean): Permission[] {
  return chosen.filter((right) => isForAll || !workspaceWideRights.includes(right));
}

/** The preset that equals these rights, or else individual rights. */
export function choiceOf(rights: readonly Permission[]): RightsChoice {
  const isSame = (preset: readonly Permission[]) =>
    preset.length === rights.length && preset.every((right) => rights.includes(right));
  const names = Object.keys(presets) as RightsChoice["preset"][];
  return { preset: names.find((name) => name !== "own" && isSame(presets[name].rights)) ?? "own", chosen: rights };
}

import { Checkbox } from "@/components/ui/choice";

export type EnvironmentsFieldProps = {
  environments: readonly { name: string }[];
  chosen: readonly string[];
  isAll: boolean;
  onChoose: (names: readonly string[]) => void;
  onAll: (isAll: boolean) => void;
};

/** The environments that a key has access to. */
export function EnvironmentsField({ environments, chosen, isAll, onChoose, onAll }: EnvironmentsFieldProps) {
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

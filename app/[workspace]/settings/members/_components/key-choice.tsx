"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Radio } from "@/components/ui/choice";
import { DialogRow } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { useRead } from "@/components/ui/use-read";
import { keysOf } from "../actions";

export type Keys = "revoke" | "keep";
export type KeyChoiceProps = {
  member: { id: string; name: string };
  value: Keys;
  onChange: (value: Keys) => void;
};

const shown = 5;

/** The keys that a member owns, and the choice whether to revoke them too. */
export function KeyChoice({ member: { id, name }, value, onChange }: KeyChoiceProps) {
  const workspace = useWorkspace();
  const { data: keys, failure } = useRead(keysOf, { workspace, id });
  if (failure) return <DialogRow name="API keys">{failure.message} They are revoked.</DialogRow>;
  if (!keys) return <DialogRow name="API keys">Looking for keys of {name}.</DialogRow>;
  if (keys.length === 0) return <DialogRow name="API keys">{name} owns none.</DialogRow>;
  return (
    <DialogRow name="API keys">
      <ul className="mb-2 grid gap-0.5">
        {keys.slice(0, shown).map((key) => (
          <li key={key.id}>
            {key.name}{" "}
            <span className="text-fg-muted">
              {key.lastUsedAt ? (
                <>
                  last used <RelativeTime at={key.lastUsedAt} />
                </>
              ) : (
                "never used"
              )}
            </span>
          </li>
        ))}
        {keys.length > shown ? <li className="text-fg-muted">and {keys.length - shown} more</li> : null}
      </ul>
      <Radio
        name="keys"
        label="Revoke them"
        help="Also the keys that those keys created. Apps that send them are refused within 5 seconds."
        checked={value === "revoke"}
        onChange={() => onChange("revoke")}
      />
      <Radio
        name="keys"
        label="Keep them and become their owner"
        help={`Anyone with a copy can still use them, including ${name}. Rotate them.`}
        checked={value === "keep"}
        onChange={() => onChange("keep")}
      />
    </DialogRow>
  );
}

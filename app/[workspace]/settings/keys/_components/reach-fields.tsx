"use client";

import { useState } from "react";
import { keyScopeRights, type Permission } from "@/lib/auth/authorize";
import { EnvironmentsField } from "./environments-field";
import { type RightsChoice, RightsField, rightsToSend } from "./rights-field";

type Start = { environments: "all" | readonly string[]; rights: RightsChoice };

/** Where a key or what gives keys reaches, and what it may do there, as it is being chosen. */
export function useReach(start: Start) {
  const [chosen, setChosen] = useState<readonly string[]>(start.environments === "all" ? [] : start.environments);
  const [isAll, setAll] = useState(start.environments === "all");
  const [rights, setRights] = useState(start.rights);
  const toSend = rightsToSend(rights, isAll);
  return {
    chosen,
    setChosen,
    isAll,
    setAll,
    rights,
    setRights,
    /** What is sent. */
    environments: isAll ? ("all" as const) : [...chosen],
    rightsToSend: toSend,
    /** What is wrong with it; null when nothing is. */
    fault: (hasRights = true): string | null => {
      if (!isAll && chosen.length === 0) return "Choose at least one environment.";
      return hasRights && toSend.length === 0 ? "Choose at least one right." : null;
    },
  };
}

export type ReachFieldsProps = {
  reach: ReturnType<typeof useReach>;
  environments: readonly { name: string }[];
  /** What may be given; everything, where it is left out. */
  held?: readonly Permission[];
  /** Whether it has rights of its own to choose. */
  hasRights?: boolean;
};

/** The environments and rights of a key, or of what gives keys. */
export function ReachFields({ reach, environments, held = keyScopeRights.manage, hasRights = true }: ReachFieldsProps) {
  const { chosen, setChosen, isAll, setAll, rights, setRights } = reach;
  return (
    <>
      <EnvironmentsField
        environments={environments}
        chosen={chosen}
        isAll={isAll}
        onChoose={setChosen}
        onAll={setAll}
      />
      {hasRights ? <RightsField value={rights} isForAll={isAll} held={held} onChange={setRights} /> : null}
    </>
  );
}

import { ArrowRight, Pencil, Undo2, Users } from "lucide-react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import type { CommandGroup, CommandItem } from "@/components/layout/types";
import { holdbackShares } from "@/lib/registry/holdback";
import { type LaneData, laneRefusal, wayIn } from "@/lib/registry/lanes";

type Acts = {
  workspace: string;
  name: string;
  lanes: readonly LaneData[];
  askPromote: (version: number, environment: string) => void;
  askRollBack: (environment: string) => void;
  askEndHoldback: (environment: string) => void;
};

/** The palette's commands on a prompt's history. A command that changes what is live only opens its dialog. */
export function releaseCommands({
  workspace,
  name,
  lanes,
  askPromote,
  askRollBack,
  askEndHoldback,
}: Acts): CommandGroup[] {
  const promotions = lanes.flatMap((right, index): CommandItem[] => {
    const left = lanes[index - 1];
    if (!left?.live || laneRefusal(left, right)) return [];
    const { version } = left.live;
    const way = wayIn(right, version).kind;
    const act = { promote: "Promote", ask: "Ask for a review of", open: "Open the review of", none: "" }[way];
    return [
      {
        id: `promote ${right.name}`,
        label: way === "promote" ? `Promote v${version} to ${right.name}` : `${act} v${version} for ${right.name}`,
        hint: right.live ? `instead of v${right.live.version}` : "nothing is live there",
        icon: <ArrowRight />,
        keywords: ["release", "publish", "deploy"],
        onSelect: () => askPromote(version, right.name),
      },
    ];
  });
  const rollbacks = lanes.flatMap(({ name: environment, live, refusal }): CommandItem[] => {
    if (!live || live.revision < 2 || refusal) return [];
    return [
      {
        id: `roll back ${environment}`,
        label: `Roll back ${environment}`,
        hint: `v${live.version} is live`,
        icon: <Undo2 />,
        keywords: ["undo", "revert"],
        onSelect: () => askRollBack(environment),
      },
    ];
  });
  const ends = lanes.flatMap(({ name: environment, live, refusal }): CommandItem[] => {
    if (!live?.control || refusal) return [];
    return [
      {
        id: `end control ${environment}`,
        label: `Give everyone v${live.version} in ${environment}`,
        hint: `${holdbackShares(live.control).kept} keep v${live.control.version}`,
        icon: <Users />,
        keywords: ["control", "compare", "end"],
        onSelect: () => askEndHoldback(environment),
      },
    ];
  });
  const edit = { id: "edit", label: "Edit", icon: <Pencil />, href: promptPath(workspace, name, { tab: "edit" }) };
  return [{ heading: name, items: [...promotions.toReversed(), ...rollbacks.toReversed(), ...ends, edit] }];
}

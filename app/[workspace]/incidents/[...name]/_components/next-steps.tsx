import { ListPlus, ShieldCheck } from "lucide-react";
import { promptPath, rejectedPath } from "@/app/[workspace]/_components/paths";
import { SideSection } from "@/app/[workspace]/_components/side-section";
import { TextLink } from "@/components/ui/text-link";
import type { Incident } from "@/lib/guards/queries/incident";

type Props = { workspace: string; incident: Incident; mayRead: boolean };

/** What to do so that the same fault is found before the next release. */
export function NextSteps({ workspace, incident, mayRead }: Props) {
  const { prompt, environment, rollsBack } = incident;
  const steps = [
    ...(mayRead
      ? [
          {
            icon: ListPlus,
            href: rejectedPath(workspace, incident),
            text: "Add the rejected answers to a suite, so that the gate catches them",
          },
        ]
      : []),
    ...(rollsBack
      ? []
      : [
          {
            icon: ShieldCheck,
            href: promptPath(workspace, prompt, { tab: "settings", guards: environment }),
            text: "Let this guard roll back automatically",
          },
        ]),
  ];
  if (steps.length === 0) return null;
  return (
    <SideSection id="next" title="After a rollback">
      <ul className="grid gap-2">
        {steps.map(({ icon: Icon, href, text }) => (
          <li key={text} className="flex gap-2.5">
            <Icon className="mt-0.5 size-3.5 shrink-0 text-fg-muted" />
            <TextLink href={href}>{text}</TextLink>
          </li>
        ))}
      </ul>
    </SideSection>
  );
}

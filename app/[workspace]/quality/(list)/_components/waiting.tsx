import { changePath } from "@/app/[workspace]/_components/change-words";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { TextLink } from "@/components/ui/text-link";
import type { QualityWait } from "@/lib/guards/quality/rows";

type Props = { waits: QualityWait; promptHref: string };

/** A pending task at a prompt: an open change request, or a version newer than the live one. */
export function Waiting({ waits, promptHref }: Props) {
  const workspace = useWorkspace();
  if (waits.kind === "ahead")
    return (
      <TextLink href={promptHref} className="inline-block max-w-full truncate align-middle">
        {`v${waits.version} in ${waits.environment}`}
      </TextLink>
    );
  return (
    <span className="block truncate">
      <TextLink href={changePath(workspace, waits.number)} title={waits.title}>
        {`v${waits.version} in review`}
      </TextLink>
      {waits.more > 0 ? <span className="text-fg-muted">{`, ${waits.more} more`}</span> : null}
    </span>
  );
}

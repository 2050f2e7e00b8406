"use client";

import { ArrowUpRight, ChevronDown, FlaskConical, ShieldCheck, Undo2 } from "lucide-react";
import { useState } from "react";
import { RollbackMark } from "@/app/[workspace]/_components/guard/rollback-mark";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { MaskIcon } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusGlyph } from "@/components/ui/status";
import { Cell, Row, RowHead } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { readGuardEvidence } from "@/lib/guards/evidence";
import { evidenceWords } from "@/lib/registry/evidence-words";
import { isOverride, isUndo, type Stage, statusInStage } from "@/lib/registry/lifecycle";
import { releaseWords, undoneWord } from "@/lib/registry/release-words";
import type { ReleaseView } from "@/lib/registry/views";
import { ActorName } from "../../_components/actor-name";
import { LateEvidence } from "../../_components/guard/late-evidence";
import { incidentPath, promptPath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";

export type ReleaseRowProps = { release: ReleaseView; stage: Stage | undefined };

// Below 820 px, the rows are: prompt and time; change, environment and kind; reason.
const rowStyle = "max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-2.5 max-md:px-4 max-md:py-2.5";
const cellStyle = "md:py-1.5 max-md:min-h-7 max-md:content-center";

export function ReleaseRow({ release, stage }: ReleaseRowProps) {
  const workspace = useWorkspace();
  const { prompt, environment, kind, fromVersion, toVersion, revision, actor, reason, at } = release;
  const history = promptPath(workspace, prompt, { tab: "history", environment });
  const evidence = readGuardEvidence(release.evidence);
  // A rollback is about the release before it.
  const isBack = (kind === "auto-rollback" || kind === "rollback") && fromVersion !== null;
  const incident = isBack ? { version: fromVersion, revision: revision - 1 } : { version: toVersion, revision };
  const overrides = evidenceWords(release.evidence).words.filter((sentence) => sentence.startsWith("Overridden"));
  const [isOpen, setOpen] = useState(false);
  const evidenceId = `evidence-${release.id}`;
  return (
    <>
      <Row className={cn(rowStyle, isOpen && "[&>*]:border-b-0")}>
        <Cell className={cn(cellStyle, "whitespace-nowrap md:pl-6 text-fg-muted max-md:order-2")}>
          <RelativeTime at={at} />
        </Cell>
        <RowHead
          className={cn(
            cellStyle,
            "truncate font-normal max-md:order-1 max-md:min-w-0 max-md:flex-[1_0_calc(100%-90px)]",
          )}
        >
          <TextLink href={history} className="text-fg hover:text-fg max-md:text-14">
            {prompt}
          </TextLink>
        </RowHead>
        <Cell className={cn(cellStyle, "max-md:order-4")}>
          <span className="flex items-center gap-1.5 whitespace-nowrap">
            {stage ? <StatusGlyph status={statusInStage(stage)} /> : null}
            {environment}
          </span>
        </Cell>
        <Cell className={cn(cellStyle, "max-md:order-3")}>
          <span className="flex items-center gap-1.5 whitespace-nowrap tabular-nums">
            <span className="text-fg-muted">{fromVersion === null ? "nothing" : `v${fromVersion}`}</span>
            <MaskIcon name="arrow-right" className="size-3.5 text-fg-subtle" />
            <span className="sr-only">to</span>
            <b className="font-medium">v{toVersion}</b>
          </span>
        </Cell>
        <Cell
          className={cn(cellStyle, "max-md:order-5", kind === "promote" && overrides.length === 0 && "max-md:hidden")}
        >
          <ReleaseKind release={release} />
        </Cell>
        <Cell className={cn(cellStyle, "max-md:order-6 max-md:w-[calc(100%-40px)]")}>
          <span className="flex items-center justify-between gap-x-4 max-xl:flex-wrap">
            <span className="min-w-0 md:max-xl:w-full">
              <span className={cn("line-clamp-2", !reason && "text-fg-subtle")}>{reason || "No reason given"}</span>
              {overrides.map((sentence) => (
                <span key={sentence} className="line-clamp-2 text-12 text-warning">
                  {sentence}
                </span>
              ))}
            </span>
            <span className="flex flex-wrap items-baseline gap-x-3 xl:shrink-0">
              <TextLink
                href={incidentPath(workspace, prompt, { environment, revision: incident.revision })}
                className={cn("text-12", !isBack && "text-fg-muted hover:text-fg")}
                aria-label={`What happened after v${incident.version} of ${prompt} was promoted to ${environment}`}
              >
                What happened
              </TextLink>
              {evidence ? (
                <LinkButton
                  className="inline-flex items-center gap-1 text-12"
                  aria-expanded={isOpen}
                  aria-controls={evidenceId}
                  aria-label={`Evidence against v${fromVersion} of ${prompt}`}
                  onClick={() => setOpen(!isOpen)}
                >
                  Evidence
                  <ChevronDown className={cn("size-3.5 transition-transform", isOpen && "rotate-180")} />
                </LinkButton>
              ) : null}
            </span>
          </span>
        </Cell>
        <Cell className={cn(cellStyle, "last:pr-6 max-md:order-7 max-md:ml-auto max-md:last:pr-0")}>
          <span className="flex items-center gap-2">
            {kind === "auto-rollback" ? (
              <ShieldCheck className="size-5 p-0.5 text-fg-muted" />
            ) : (
              <Avatar name={actor.name} size={20} silent />
            )}
            {kind === "auto-rollback" ? (
              <span className="truncate max-xl:sr-only">Guard, automatically</span>
            ) : (
              <ActorName actor={actor} isStacked className="max-xl:sr-only" />
            )}
          </span>
        </Cell>
      </Row>
      {evidence && isOpen ? (
        <tr id={evidenceId} className="max-md:block">
          <td colSpan={7} className="border-line border-b px-6 pt-1 pb-4 max-md:block max-md:px-4">
            <LateEvidence prompt={prompt} environment={environment} evidence={evidence} className="max-w-[880px]" />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The kind of a release in one word. */
function ReleaseKind({ release }: { release: Pick<ReleaseView, "kind" | "evidence"> }) {
  const { kind } = release;
  if (isUndo(release))
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
        <MaskIcon name="undo-2" className="size-3.5" />
        {undoneWord}
      </span>
    );
  if (kind === "promote" && isOverride(release))
    return (
      <Tag tone="warning" icon={<ArrowUpRight />}>
        <span className="md:max-lg:sr-only">{releaseWords[kind]}, </span>overridden
      </Tag>
    );
  if (kind === "promote")
    return (
      <span className="inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
        <MaskIcon name="arrow-up-right" className="size-3.5" />
        {releaseWords[kind]}
      </span>
    );
  if (kind === "rollback")
    return (
      <Tag tone="warning" icon={<Undo2 />}>
        {releaseWords[kind]}
      </Tag>
    );
  if (kind === "auto-rollback")
    return (
      <Tag tone="negative" icon={<RollbackMark />}>
        {releaseWords.rollback}
        <span className="md:max-lg:sr-only"> automatically</span>
      </Tag>
    );
  return (
    <Tag tone="accent" icon={<FlaskConical />}>
      By an experiment
    </Tag>
  );
}

import type { ReactNode } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { DialogRow } from "@/components/ui/dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { MoveDetails } from "@/lib/guards/queries/move-details";
import type { ChangeNote } from "@/lib/registry/change-notes";
import type { LaneData } from "@/lib/registry/lanes";
import { formatPerDay } from "@/lib/telemetry/per-day";

/** The skeleton of the rows "What changes" and "Who is affected". */
export function MoveRowsLoading() {
  return (
    <Loading label="Loading the changes" className="border-line border-b pb-3.5">
      <DialogRow name="What changes">
        <Skeleton className="mb-2 block h-4 w-64" />
        <Skeleton className="block h-4 w-48" />
      </DialogRow>
      <DialogRow name="Who is affected">
        <Skeleton className="block h-4 w-72" />
      </DialogRow>
    </Loading>
  );
}

function Note({ text, code, lines }: ChangeNote) {
  return (
    <li className="relative pl-3.5 before:absolute before:top-2 before:left-0.5 before:size-1 before:rounded-full before:bg-fg-subtle">
      {text}
      {code ? " " : ""}
      {code ? <code>{code}</code> : null}
      {lines ? (
        <span className="tabular-nums">
          {": "}
          {lines.added > 0 ? <span className="text-positive">+{lines.added}</span> : null}{" "}
          {lines.removed > 0 ? <span className="text-negative">−{lines.removed}</span> : null}
          {lines.added + lines.removed === 1 ? " line" : " lines"}
        </span>
      ) : null}
    </li>
  );
}

function Changes({ details: { changes, fromVersion, toVersion } }: { details: MoveDetails }) {
  if (changes === null) return <p>Nothing is live there yet. v{toVersion} becomes the first version.</p>;
  if (changes.length === 0)
    return (
      <p>
        None. v{toVersion} and v{fromVersion} are identical.
      </p>
    );
  return (
    <ul className="grid gap-0.5">
      {changes.map((note) => (
        <Note key={`${note.text} ${note.code ?? ""}`} {...note} />
      ))}
    </ul>
  );
}

/** "A, B and C"; with semicolons if a name has a comma of its own. */
function Names({ names }: { names: readonly string[] }) {
  const hasCommas = names.some((name) => name.includes(","));
  return names.map((name, index) => (
    <span key={name}>
      {index === 0 ? "" : hasCommas ? "; " : index === names.length - 1 ? " and " : ", "}
      <b>{name}</b>
    </span>
  ));
}

function Callers({ details: { keys, reach }, lane }: { details: MoveDetails; lane: LaneData }) {
  const shown = keys.slice(0, 5).map(({ name }) => name);
  const more = keys.length - shown.length;
  const names = <Names names={more > 0 ? [...shown, `${more} more`] : shown} />;
  return (
    <>
      {reach ? (
        <p>
          About <b className="tabular-nums">{formatPerDay(reach.usesPerDay)} uses a day</b>
          {reach.people > 0 ? ` by ${reach.people.toLocaleString("en-US")} people in the last 7 days.` : "."}
        </p>
      ) : null}
      {keys.length === 0 ? (
        <p>No API key that can read {lane.name} was used in the last 24 hours.</p>
      ) : (
        <p>
          Applications that use {keys.length === 1 ? "the API key " : "the API keys "}
          {names}.
        </p>
      )}
      <p className="text-12 text-fg-muted">
        {keys.length > 0 ? `Keys that were used in the last 24 hours and can read ${lane.name}. ` : ""}
        {reach ? "Uses and users as reported by applications." : "No use was reported in the last week."}
      </p>
    </>
  );
}

type Props = {
  name: string;
  lane: LaneData;
  details: MoveDetails;
  /** Rows between "What changes" and "Who is affected". */
  between?: ReactNode;
  /** Rows after "Who is affected". */
  after?: ReactNode;
};

/** What a move changes, and who is affected. */
export function MoveRows({ name, lane, details, between, after }: Props) {
  const workspace = useWorkspace();
  const { newlyRequired, toVersion } = details;
  const editHref = promptPath(workspace, name, { tab: "edit", from: toVersion });
  return (
    <>
      <DialogRow name="What changes">
        <Changes details={details} />
      </DialogRow>
      {between}
      <DialogRow name="Who is affected">
        <Callers details={details} lane={lane} />
        {newlyRequired.length > 0 ? (
          <Callout
            tone="warning"
            className="mt-2"
            action={
              <TextLink href={editHref} className="whitespace-nowrap">
                Give {newlyRequired.length === 1 ? "it a default" : "them defaults"}
              </TextLink>
            }
          >
            <b>
              Applications that do not send <code>{newlyRequired.join(", ")}</code>
            </b>{" "}
            will get <code>missing_variables</code>.
          </Callout>
        ) : null}
      </DialogRow>
      {after}
    </>
  );
}

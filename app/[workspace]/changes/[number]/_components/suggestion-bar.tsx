import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { listWords } from "@/lib/core/words";
import { fitting, type Thread } from "@/lib/registry/reviews-threads";
import { accept, resolveRemark, saveAccepted } from "../../actions";
import { useChange } from "./change-context";

const lines = (count: number) => (count === 1 ? "1 line" : `${count} lines`);

function acceptWords(open: number, all: number): string {
  if (open === all) return all === 1 ? "Accept it" : "Accept all";
  return open === 1 ? "Accept the last one" : `Accept the other ${open}`;
}

/**
 * Shows how many suggestions are open and accepted. Once all are decided, the accepted ones can be saved as a version.
 */
export function SuggestionBar({ threads }: { threads: readonly Thread[] }) {
  const { workspace, request, rights, act, busy } = useChange();
  const { number, version, status } = request;
  const all = threads.flatMap(({ root }) =>
    root.suggestion && root.suggestion.state !== "saved" && root.version === version ? [root] : [],
  );
  const open = all.filter(({ suggestion }) => suggestion?.state === "open");
  const accepted = all.filter(({ suggestion }) => suggestion?.state === "accepted");
  if (status === "released" || status === "closed" || open.length + accepted.length === 0) return null;
  const people = [...new Map(all.map(({ author }) => [author.id, author])).values()];
  const free = fitting(open, accepted);
  const acceptAll = async () => {
    for (const { id } of free)
      if (!(await act("accept all", () => accept({ workspace, number, id }), "Not all were accepted."))) return;
  };
  const declineRest = async () => {
    for (const { id } of open)
      if (!(await act("decline all", () => resolveRemark({ workspace, number, id }), "Not all were declined."))) return;
  };
  const save = async () => {
    const isSaved = await act("save accepted", () => saveAccepted({ workspace, number }), "No version was saved.");
    if (isSaved) toast({ title: "The accepted lines are saved.", detail: "The new version is under review now." });
  };
  return (
    <section
      aria-label="Suggestions"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b bg-accent-soft px-6 py-2.5 max-md:px-4"
    >
      <p role="status">
        <b>{listWords(people.map(({ name }) => name))}</b> {people.length === 1 ? "suggests" : "suggest"}{" "}
        {lines(all.length)}.{" "}
        <span className="text-fg-muted">
          {open.length > 0
            ? `${all.length - open.length} of ${all.length} decided.`
            : `${accepted.length} of ${all.length} accepted. Save them as the next version.`}
        </span>
      </p>
      {!rights.canWrite ? null : free.length > 0 ? (
        <Button size="sm" busy={busy === "accept all" && "Accepting"} onClick={() => void acceptAll()}>
          {acceptWords(free.length, all.length)}
        </Button>
      ) : open.length > 0 ? (
        <Button size="sm" busy={busy === "decline all" && "Declining"} onClick={() => void declineRest()}>
          {open.length === 1 ? "Decline the other one" : `Decline the other ${open.length}`}
        </Button>
      ) : (
        <Button size="sm" variant="primary" busy={busy === "save accepted" && "Saving"} onClick={() => void save()}>
          {`Save ${lines(accepted.length)} as a version`}
        </Button>
      )}
    </section>
  );
}

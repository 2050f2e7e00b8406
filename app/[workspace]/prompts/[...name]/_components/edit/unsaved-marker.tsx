/** How far the draft is from the version it started from. */
export function UnsavedMarker({ changes, version }: { changes: number; version: number }) {
  return (
    <span role="status" className="flex min-w-0 items-center gap-[7px] whitespace-nowrap text-12 text-fg-muted">
      {changes > 0 ? (
        <>
          <span aria-hidden="true" className="size-2 shrink-0 rounded-full border-2 border-warning" />
          <span className="truncate">
            {changes} {changes === 1 ? "change" : "changes"} since v{version}
            <span className="max-lg:hidden">, kept in this browser</span>
          </span>
        </>
      ) : null}
    </span>
  );
}

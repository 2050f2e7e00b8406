import { type ReactNode, useEffect, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/**
 * Asks for confirmation before leaving a page with unsaved changes. Returns the dialog to render. `isStuck`: the
 * changes will not be saved by themselves, so that also a link within the app would lose them.
 */
export function useLeaveGuard(isUnsaved: boolean, what: string, isStuck = isUnsaved): ReactNode {
  const router = useRouter();
  const [leavingTo, setLeavingTo] = useState<string | null>(null);
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || !isPlain(event) || link.target === "_blank") return;
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setLeavingTo(link.pathname + link.search + link.hash);
    };
    window.addEventListener("beforeunload", warn);
    // Before the router's own listener handles the click.
    if (isStuck) window.addEventListener("click", ask, true);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("click", ask, true);
    };
  }, [isUnsaved, isStuck]);
  if (leavingTo === null) return null;
  return (
    <ActionDialog
      variant="danger"
      title="Leave without saving?"
      act="Leave"
      acting="Leaving"
      cancel="Stay"
      run={async () => ({ ok: true, data: null })}
      onDone={() => {
        setLeavingTo(null);
        router.push(leavingTo);
      }}
      onClose={() => setLeavingTo(null)}
    >
      {what}
    </ActionDialog>
  );
}

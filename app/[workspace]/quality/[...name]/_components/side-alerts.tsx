import { AlertRow } from "@/app/[workspace]/_components/alerts/alert-row";
import { TextLink } from "@/components/ui/text-link";
import type { AlertView } from "@/lib/alerts/views";

const shown = 5;

/** The alerts about this prompt, newest first. */
export function SideAlerts({ workspace, alerts }: { workspace: string; alerts: readonly AlertView[] }) {
  const unread = alerts.filter(({ isUnread }) => isUnread).length;
  return (
    <section aria-labelledby="alerts">
      <header className="flex h-13 items-center justify-between border-line border-b px-5 max-lg:px-6 max-md:px-4">
        <h2 id="alerts" className="text-13">
          {"Alerts "}
          {unread > 0 ? <span className="ml-1.5 font-normal text-fg-muted tabular-nums">{unread}</span> : null}
        </h2>
        <TextLink href={`/${workspace}/inbox`} className="inline-flex min-h-6 items-center text-12 max-md:min-h-10">
          Inbox
        </TextLink>
      </header>
      {alerts.length === 0 ? (
        <p className="border-line border-b px-5 py-3 text-fg-muted max-lg:px-6 max-md:px-4">
          None. Versions that get worse or are rolled back appear here.
        </p>
      ) : (
        <ul>
          {alerts.slice(0, shown).map((alert) => (
            <AlertRow key={alert.id} alert={{ ...alert, path: "" }} className="px-5" />
          ))}
        </ul>
      )}
    </section>
  );
}

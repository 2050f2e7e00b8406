import type { AlertView } from "@/lib/alerts/views";

const words = {
  delivered: (names: string) => `Sent to ${names}`,
  pending: (names: string) => `Being sent to ${names}`,
  failed: (names: string) => `Not delivered to ${names}`,
};
const order = ["delivered", "pending", "failed"] as const;

/** Where an alert was sent outside Understudy: "Sent to Slack, On call". */
export function DeliveryList({ alert: { deliveries } }: { alert: AlertView }) {
  const groups = order.flatMap((status) => {
    const names = deliveries.filter((one) => one.status === status).map(({ channel }) => channel);
    return names.length > 0 ? [words[status](names.join(", "))] : [];
  });
  if (groups.length === 0) return null;
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-3 text-12 text-fg-muted">
      {groups.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}

import { Check, CircleAlert, CirclePause, TriangleAlert } from "lucide-react";
import { RelativeTime } from "@/components/ui/relative-time";
import { Reading } from "@/components/ui/tag";
import type { ChannelView } from "@/lib/alerts/views";

/** The state of a channel: on, failing since when, or switched off, by whom and why. */
export function ChannelState({ channel }: { channel: ChannelView }) {
  const { isEnabled, disabledReason, failingSince } = channel;
  if (!isEnabled && disabledReason)
    return (
      <>
        <Reading tone="negative" icon={<CircleAlert aria-hidden="true" />}>
          Switched off
        </Reading>
        <span className="block max-w-[68ch] text-12 text-fg-muted [overflow-wrap:anywhere]">{disabledReason}</span>
      </>
    );
  if (!isEnabled)
    return (
      <Reading tone="neutral" icon={<CirclePause aria-hidden="true" />}>
        Off
      </Reading>
    );
  if (failingSince)
    return (
      <span className="flex flex-wrap items-center gap-x-2">
        <Reading tone="warning" icon={<TriangleAlert aria-hidden="true" />}>
          Failing
        </Reading>
        <RelativeTime at={failingSince} prefix="for" className="text-12 text-fg-subtle" />
      </span>
    );
  return (
    <Reading tone="positive" icon={<Check aria-hidden="true" />}>
      On
    </Reading>
  );
}

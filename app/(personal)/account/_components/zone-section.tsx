"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { formatClock } from "@/components/ui/time-format";
import { useBrowserZone, useTimeZone } from "@/components/ui/time-zone";
import { useAction } from "@/components/ui/use-action";
import { chooseZone } from "../actions";

/** All time zones by name. UTC is first, because the browser's list does not contain it. */
const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const words = (zone: string) => zone.replaceAll("_", " ");

/** The zone in which times are shown. A choice is saved at once. */
export function ZoneSection({ chosen }: { chosen: string | null }) {
  const browser = useBrowserZone();
  const zone = useTimeZone();
  const { start, isBusy } = useAction({
    run: (timeZone: string | null) => chooseZone({ timeZone }),
    refresh: "done",
    failed: "The time zone was not saved.",
  });
  return (
    <div className="max-w-90">
      <Field
        label="Time zone"
        help={
          <span suppressHydrationWarning>
            The time there is {formatClock(Date.now(), 0, zone)}. Your digest is sent on Monday after 06:00{" "}
            {chosen === null ? "UTC" : "there"}.
          </span>
        }
      >
        <Select
          value={chosen ?? ""}
          disabled={isBusy}
          options={[
            { value: "", label: `As in the browser (${words(browser)})` },
            ...zones.map((each) => ({ value: each, label: words(each) })),
          ]}
          onChange={(event) => start(event.target.value || null)}
        />
      </Field>
    </div>
  );
}

import { z } from "zod";
import { defineAlert } from "../define-alert";

export const channelDisabled = defineAlert({
  kind: "channel.disabled",
  severity: "warning",
  when: "a channel failed repeatedly and was disabled",
  data: z.strictObject({ channel: z.strictObject({ id: z.string(), kind: z.string(), name: z.string() }) }),
  words: ({ channel: { name } }, reason: string) => ({
    title: `Alerts are no longer sent to “${name}”`,
    body: reason,
    path: "settings/alerts",
  }),
});

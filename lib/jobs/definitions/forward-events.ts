import { forwardEvents } from "@/lib/telemetry/store/commands/forward-events";
import { defineJob } from "../define-job";

/** The time reserved for a round before the deadline, so that it ends before the lock does. */
const roundMs = 20_000;

export const forwardEventsJob = defineJob({
  name: "forward-events",
  description: "copies stored events to ClickHouse, where there is one",
  everySeconds: 2,
  cron: "* * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => forwardEvents(deadlineAt - roundMs),
});

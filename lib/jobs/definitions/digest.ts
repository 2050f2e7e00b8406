import { sendDigests } from "../commands/send-digests";
import { defineJob } from "../define-job";

export const digest = defineJob({
  name: "digest",
  description: "sends each person the digest of their week by e-mail, on Mondays after 06:00 in their time zone",
  everySeconds: 600,
  cron: "8 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => sendDigests(deadlineAt),
});

import { sendDigests } from "../commands/send-digests";
import { sendTeamDigests } from "../commands/send-team-digests";
import { defineJob } from "../define-job";

export const digest = defineJob({
  name: "digest",
  description:
    "sends each person the digest of their week by e-mail, on Mondays after 06:00 in their time zone, and each channel that asks for it the digest of the workspace",
  everySeconds: 600,
  cron: "8 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: async (deadlineAt) => {
    const [people, teams] = [await sendDigests(deadlineAt), await sendTeamDigests(deadlineAt)];
    return people || teams ? { sent: 0, teams: 0, ...people, ...teams } : null;
  },
});

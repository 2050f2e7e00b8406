/** A separate process that delivers the alerts of one workspace, for tests that kill it. */
import { deliverAlerts } from "@/lib/alerts/commands/deliver-alerts";

const [, , workspaceId] = process.argv;
console.log(await deliverAlerts(Date.now() + 60_000, workspaceId));

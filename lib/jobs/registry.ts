import type { Job } from "./define-job";
import { bandits } from "./definitions/bandits";
import { budgets } from "./definitions/budgets";
import { demo } from "./definitions/demo";
import { digest } from "./definitions/digest";
import { domains } from "./definitions/domains";
import { evaluations } from "./definitions/evaluations";
import { experimentGuardrails } from "./definitions/experiment-guardrails";
import { forwardEventsJob } from "./definitions/forward-events";
import { guards } from "./definitions/guards";
import { onlineEval } from "./definitions/online-eval";
import { outbox } from "./definitions/outbox";
import { retention } from "./definitions/retention";
import { rollup } from "./definitions/rollup";
import { signHeads } from "./definitions/sign-heads";
import { trust } from "./definitions/trust";
import { usagePeople } from "./definitions/usage-people";
import { userData } from "./definitions/user-data";

const all = [
  evaluations,
  outbox,
  rollup,
  forwardEventsJob,
  onlineEval,
  bandits,
  experimentGuardrails,
  guards,
  trust,
  budgets,
  signHeads,
  retention,
  usagePeople,
  userData,
  digest,
  domains,
  demo,
];

/** All jobs by name. `npm run derive` writes vercel.json and the table of docs/operations.md from it. */
export const jobs: Readonly<Record<string, Job>> = Object.fromEntries(all.map((job) => [job.name, job]));

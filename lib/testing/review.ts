import type { Actor, UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { openChangeRequest } from "@/lib/registry/commands/open-change-request";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { reviewChangeRequest } from "@/lib/registry/commands/reviews";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { says } from "./says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "./workspace";

export type ReviewStage = Awaited<ReturnType<typeof createReviewStage>>;

const environment = "production";

/** Creates a workspace whose production requires one approval, with members of every role. */
export async function createReviewStage() {
  const workspace: TestWorkspace = await createTestWorkspace();
  const { owner } = workspace;
  const member = (role: "editor" | "publisher" | "viewer") => createTestMember(workspace.workspaceId, role);
  const mara: UserActor = await member("editor");
  const jonas: UserActor = await member("publisher");
  const aiko: UserActor = await member("publisher");
  const viewer: UserActor = await member("viewer");
  await updateEnvironment(owner, { name: environment, requiredApprovals: 1 });
  let made = 0;
  const say = (actor: Actor, number: number, verdict: "approve" | "request_changes" | "comment", body = "because") =>
    reviewChangeRequest(actor, { number, verdict, body });
  return {
    workspace,
    owner,
    mara,
    jonas,
    aiko,
    viewer,
    environment,
    say,
    /** Creates a prompt whose v1 is live in production (without approvals), with newer versions by Mara, an editor. */
    async prompt(versions = 2): Promise<string> {
      const name = `review/p${made++}`;
      const first = { name, content: says("one"), message: "start", deployTo: environment, override: true };
      await createPrompt(owner, first);
      for (let n = 2; n <= versions; n++) await saveVersion(mara, { name, content: says(`text ${n}\nline two`) });
      return name;
    },
    ask: (name: string, version = 2, actor: Actor = mara) =>
      openChangeRequest(actor, { name, version, environment, title: `v${version}` }),
    /** The version that is live in production. */
    async liveNow(name: string): Promise<number> {
      const place = { prompt: { name, workspaceId: workspace.workspaceId }, environment: { name: environment } };
      const { version } = await prisma().deployment.findFirstOrThrow({ where: place, include: { version: true } });
      return version.number;
    },
    approve: (actor: Actor, number: number) => say(actor, number, "approve"),
    promote: (actor: Actor, name: string, version: number, more = {}) =>
      promoteVersion(actor, { name, version, environment, ...more }),
  };
}

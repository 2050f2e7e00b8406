import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { encodeCursor } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { isAppError } from "@/lib/core/errors";
import { searchText } from "@/lib/core/search-text";
import { lookUpRecorded } from "@/lib/experiments/queries/look-up-recorded";
import { listPhasesBetween } from "@/lib/experiments/queries/phases-between";
import { findUserAssignment } from "@/lib/experiments/queries/user-assignment";
import { chooseWindow, toTrials } from "@/lib/experiments/time-machine";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { listReleases, lookUp } from "@/lib/registry/queries/releases";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { promptName } from "@/lib/registry/schema";
import { listRequests } from "@/lib/requests/queries/requests";
import { LateAnswer } from "./_components/late-answer";
import { loadQuestion } from "./_components/question";
import { QuestionForm } from "./_components/question-form";
import { TimeMachineTopbar } from "./_components/topbar";

export const metadata: Metadata = { title: "Time machine" };
type Question = { prompt: string; environment: string; at: number; user: string };

/** A user's interactions are shown from 30 minutes before to 30 minutes after the instant. */
const aroundMs = 30 * 60_000;

// Higher than every id, so that the page starts at the instant itself.
const lastId = "ffffffff-ffff-ffff-ffff-ffffffffffff";

async function answerFor(actor: Actor, { prompt, environment, at, user: id }: Question) {
  const userId = searchText(id);
  if (!userId) return null;
  const [assignment, page] = await Promise.all([
    findUserAssignment(actor, { prompt, environment, at: new Date(at).toISOString(), userId }),
    can(actor, "interaction:read")
      ? listRequests(actor, {
          prompt,
          environment,
          userId,
          limit: 20,
          from: new Date(Math.max(0, at - aroundMs)).toISOString(),
          to: new Date(at + aroundMs).toISOString(),
        })
      : null,
  ]);
  return { id: userId, assignment, interactions: page?.items ?? null };
}

async function answer(actor: Actor, question: Question, now: number) {
  const { prompt, environment, at } = question;
  const user = await answerFor(actor, question);
  const instant = new Date(at).toISOString();
  const found = await lookUpRecorded(actor, { prompt, environment, at: instant, userId: user?.id });
  const served = user?.assignment?.version ?? found.version;
  const neighbours = [found.release, found.replacedBy].flatMap((one) => (one ? [new Date(one.at).getTime()] : []));
  const window = chooseWindow(at, neighbours, now);
  const end = Math.min(window.to, now);
  const [around, phases, version, today] = await Promise.all([
    listReleases(actor, { name: prompt, environment, limit: 100, cursor: encodeCursor([Math.floor(end), lastId]) }),
    listPhasesBetween(actor, {
      prompt,
      environment,
      from: new Date(Math.max(0, window.from)),
      to: new Date(end),
      at: new Date(at),
    }),
    served === null ? null : getVersionOrThrow(actor, prompt, served),
    lookUp(actor, { prompt, environment, at: new Date(now).toISOString() }),
  ]);
  const trials = toTrials(around.items, phases, { window, at, now });
  return { found, window, releases: around.items, trials, version, user, liveNow: today.version };
}

/** Shows what was live in an environment at an instant, who released it, and why. */
export default async function TimeMachinePage({ params, searchParams }: PageProps<"/[workspace]/time-machine">) {
  const [{ workspace }, loadedQuestion] = await Promise.all([params, loadQuestion(searchParams)]);
  const actor = await requireActor(workspace);
  const environments = (await listEnvironments(actor)).toReversed();
  const environment = environments.find(({ name }) => name === loadedQuestion.environment) ?? environments[0];
  const now = databaseNow().getTime();
  const at = Math.max(0, loadedQuestion.at?.getTime() ?? now);
  const name = promptName.safeParse(loadedQuestion.prompt);
  const question =
    name.success && environment
      ? { prompt: name.data, environment: environment.name, at, user: loadedQuestion.user }
      : null;
  const result = question
    ? await answer(actor, question, now).catch((error: unknown) => {
        if (isAppError(error) && error.status < 500) return error.message;
        throw error;
      })
    : null;
  return (
    <>
      <TimeMachineTopbar canCopy={question !== null} at={at} />
      <Main flush>
        <QuestionForm
          key={`${loadedQuestion.prompt} ${loadedQuestion.environment} ${loadedQuestion.at?.getTime()} ${loadedQuestion.user}`}
          environments={environments.map((one) => one.name)}
          question={{
            prompt: loadedQuestion.prompt,
            environment: environment?.name ?? "",
            at,
            user: loadedQuestion.user,
          }}
          now={now}
        />
        {!question ? (
          <EmptyState title="Which text did your app get?">
            Choose a prompt and a time. You see the version that was live, its text, who promoted it and why.
          </EmptyState>
        ) : typeof result === "string" ? (
          <EmptyState plain title="No answer for this">
            {result}
          </EmptyState>
        ) : result && environment ? (
          <LateAnswer {...result} workspace={workspace} stage={environment.stage} at={at} now={now} />
        ) : null}
      </Main>
    </>
  );
}

import { setTimeout as sleep } from "node:timers/promises";
import { mulberry32 } from "@/lib/experiments/statistics";
import type { MetricFinding } from "@/lib/guards/findings";
import type { GuardCheckView, GuardView } from "@/lib/guards/views";
import { type Call, connect, must } from "./api";
import { Application } from "./application";
import { type Flop, flops } from "./flops";
import { type Options, Trouble } from "./options";
import { bringBack, liveVersion, releaseWorse } from "./release-worse";
import { clock } from "./report";
import { scenes } from "./scenes";
import { Story } from "./story";
import { countScored, findGuard, scoreEnough, watchIt } from "./watching";

const pollMs = 750;

/** Chooses a flop: the requested one, or else the first whose guard is not in its cooldown. */
async function choose(manage: Call, requestedName: string | null, signal: AbortSignal): Promise<Flop> {
  const open = flops.filter(({ prompt }) => requestedName === null || prompt === requestedName);
  if (open.length === 0)
    throw new Trouble(
      `There is no flop for ${requestedName}. There is one for ${flops.map(({ prompt }) => prompt).join(" and ")}.`,
    );
  let soonest: { flop: Flop; until: Date } | null = null;
  for (const flop of open) {
    const until = (await findGuard(manage, flop.prompt))?.coolUntil;
    if (!until) return flop;
    console.log(`${flop.prompt} cools down until ${clock(new Date(until))} after its last rollback.`);
    if (!soonest || new Date(until) < soonest.until) soonest = { flop, until: new Date(until) };
  }
  if (!soonest) throw new Trouble("There is nothing to flop.");
  const waitMs = soonest.until.getTime() - Date.now() + 1_000;
  if (waitMs > 120_000)
    throw new Trouble(
      `Until then no guard rolls back again. Come back then, or set a shorter cool-down under Guards of ${soonest.flop.prompt}.`,
    );
  console.log(`Waiting ${Math.ceil(waitMs / 1_000)} s for it.`);
  await sleep(waitMs, undefined, { signal });
  return soonest.flop;
}

/** Waits until the guard has enough data about the live version. Returns that version. */
async function untilKnown(manage: Call, flop: Flop, needed: number, signal: AbortSignal): Promise<number> {
  const metric = `scorer:${flop.scorer.id}`;
  for (let isTold = false; ; isTold = true) {
    const good = await liveVersion(manage, flop.prompt);
    if (good === null) throw new Trouble(`${flop.prompt} is not live in production.`);
    const guard = await findGuard(manage, flop.prompt);
    const { current } = guard?.findings.find((one) => one.metric === metric) ?? guard?.findings[0] ?? {};
    if (current?.version === good && current.n >= needed) {
      console.log(
        `${clock(new Date())}  v${good} answers, and is known by ${current.n.toLocaleString("en")} scored answers`,
      );
      return good;
    }
    if (!isTold) console.log(`${clock(new Date())}  v${good} answers; ${needed} of its answers are to be scored first`);
    await pause(pollMs, signal, `the guard knows v${good} by ${current?.n ?? 0} of ${needed} answers`);
  }
}

/** Waits. Throws Trouble with the progress if the time is over or the user stops it. */
async function pause(ms: number, signal: AbortSignal, soFar: string): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw new Trouble(`Ended before the rollback: ${soFar}.`);
  });
}

type Release = { kind: string; environment: string; fromVersion: number; toVersion: number; at: string };
type Evidence = { evidence?: { guard?: { findings: MetricFinding[]; firstHitAt: string } } };

/** Reports the actions of the guard until the old version is served again. */
async function follow(manage: Call, flop: Flop, guard: GuardView, story: Story, signal: AbortSignal): Promise<void> {
  const { released } = story;
  const releases = `/prompts/${encodeURIComponent(flop.prompt)}/releases?environment=production&limit=5`;
  while (released && !story.isOver) {
    const now = await findGuard(manage, flop.prompt);
    if (!story.enough) {
      const scored = await countScored(manage, guard, released.bad, guard.minimumPerSide);
      story.scored(scored, guard.minimumPerSide, new Date());
    }
    const checks = await must<{ items: GuardCheckView[] }>(
      "Reading checks",
      manage("GET", `/guards/${guard.id}/checks?limit=5`),
    );
    for (const check of checks.items.toReversed()) story.checked(check);
    const { items } = await must<{ items: (Release & Evidence)[] }>("Reading releases", manage("GET", releases));
    const back = items.find(({ kind, fromVersion }) => kind === "auto-rollback" && fromVersion === released.bad);
    const { findings = [], firstHitAt = back?.at ?? "" } = back?.evidence?.guard ?? {};
    if (back)
      story.rolledBack({ at: new Date(back.at), to: back.toVersion, findings, firstHitAt: new Date(firstHitAt) });
    const status = `v${released.bad} is live for ${Math.round((Date.now() - released.at.getTime()) / 1_000)} s, the guard says "${now?.status}"`;
    if (!story.isOver) await pause(pollMs, signal, status);
  }
}

/** Runs the whole story. Throws Trouble unless the rollback happened and the old version is served. */
export async function playFlop(options: Options, signal: AbortSignal): Promise<void> {
  const { url, key, manageKey, rate, seed, workspace } = options;
  const manage = connect(url, manageKey ?? "");
  const flop = await choose(manage, options.prompt, signal);
  const scene = scenes.find(({ prompt }) => prompt === flop.prompt);
  if (!scene) throw new Trouble(`The shop has no place where it asks ${flop.prompt}.`);
  const story = new Story();
  const ending = new AbortController();
  const application = new Application(connect(url, key), {
    scenes: [scene],
    rate,
    random: mulberry32(seed),
    onAnswer: (answer) => story.answered(answer),
  });
  const changed = await scoreEnough(manage, flop);
  const traffic = application.run(ending.signal);
  try {
    const { guard, messages } = await watchIt(manage, flop);
    console.log(
      `${flop.prompt} in production, asked ${rate} times a second. ${[...changed.messages, ...messages].join(" ")}`,
    );
    const page = `quality/${flop.prompt}?environment=production`;
    console.log(workspace ? `Watch it at ${url}/${workspace}/${page}\n` : `Watch it under Quality of ${url}\n`);
    const good = await untilKnown(manage, flop, guard.minimumPerSide, signal);
    story.promoted(await releaseWorse(manage, flop, good));
    await follow(manage, flop, guard, story, signal);
    const { answers, bad } = story;
    console.log(`\n${bad} of ${answers} answers of v${story.released?.bad} could not be used.`);
    for (const line of story.times()) console.log(line);
  } finally {
    if (story.released && !story.rollback) await bringBack(manage, flop, story.released);
    ending.abort();
    await traffic;
    await changed.undo();
  }
}

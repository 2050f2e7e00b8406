import { settleAlerts } from "@/lib/alerts/commands/alerts";
import type { NewAlert } from "@/lib/alerts/registry";
import { prisma, transaction } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { type AlertSubject, badSentences, rolledBackAlert, worseAlert, worseKeys } from "@/lib/guards/alerts";
import { detect } from "@/lib/guards/detect";
import { freshMemory, type GuardMemory } from "@/lib/guards/memory";
import { readCompared } from "@/lib/guards/queries/compared";
import { findFresh, type WatchedGuard } from "@/lib/guards/queries/due";
import { advance, afterRollback } from "@/lib/guards/state";
import type { DemoDeployment } from "./places";
import { moveBack } from "./roll-back";
import type { Rules } from "./rules";

/** The time between a guard check and the release that follows it. */
const movesAfterMs = 400;

/** A guard that checks instants of the past: the product's rules over the scores up to then. */
export class Watch {
  #memory: GuardMemory = freshMemory(0);
  #seq = 0;
  #lookedAt: Date | null = null;

  constructor(
    readonly place: DemoDeployment,
    readonly ids: TenantPromptEnvironment,
    readonly rules: Rules,
  ) {}

  /** Runs a check, records it and acts on it. Returns whether it rolled back. */
  async look(at: Date): Promise<boolean> {
    const { guard, guardId } = this.rules;
    const live = await this.#liveAt(at);
    const environment = "production";
    const watched: WatchedGuard = {
      ...guard,
      ...this.ids,
      ...live,
      id: guardId,
      prompt: this.place.prompt,
      environment,
      seq: this.#seq,
      memory: this.#memory,
      control: null,
      hasSegments: false,
      now: at,
    };
    const fresh = (await findFresh([watched])).get(guardId) ?? {};
    const { baselineVersion, isConcurrent, metrics } = await readCompared(watched);
    const known = this.#memory.revision === live.revision ? this.#memory.findings : [];
    const findings = detect(guard, metrics, known);
    const check = { revision: live.revision, baselineVersion, isConcurrent, findings, fresh };
    const step = advance(this.#memory, check, guard.rollsBack, at);
    this.#seq++;
    this.#lookedAt = at;
    this.#memory = step.memory;
    await prisma().guardCheck.create({
      data: {
        workspaceId: this.ids.workspaceId,
        guardId,
        at,
        ...live,
        baselineVersion,
        findings,
        outcome: step.isRollbackDue ? "critical" : step.outcome,
        since: undefined,
      },
    });
    const subject: AlertSubject = { ...watched, baselineVersion, findings };
    if (step.alert) await raiseAlertAt(worseAlert(subject, step.alert, step.memory.episode, ""), at);
    if (!step.isRollbackDue) return false;
    const first = Object.values(step.memory.hits).flatMap((hit) => hit?.firstAt ?? []);
    const [firstHitAt = at.toISOString()] = first.toSorted();
    const { to = live.version } = this.place.back ?? {};
    const movedAt = new Date(at.getTime() + movesAfterMs);
    const moved = await moveBack(this.ids, {
      prompt: this.place.prompt,
      to,
      at: movedAt,
      reason: badSentences(findings),
      evidence: { guard: { id: guardId, findings, firstHitAt, checkedAt: at.toISOString(), baselineVersion } },
    });
    await raiseAlertAt(rolledBackAlert(subject, to, moved.releaseId), movedAt);
    const replaced = worseKeys(subject, ["worse", "critical"], step.memory.episode);
    await transaction((tx) => settleAlerts(tx, this.ids.workspaceId, replaced));
    this.#memory = afterRollback(moved.revision, guard.coolDownMinutes, at);
    return true;
  }

  /** Saves its state for the product's guard, which continues from it. */
  async keep(): Promise<void> {
    const { workspaceId } = this.ids;
    const data = { guardId: this.rules.guardId, workspaceId, seq: this.#seq, state: this.#memory };
    await prisma().guardState.create({ data: { ...data, checkedAt: this.#lookedAt } });
  }

  async #liveAt(at: Date) {
    const { workspaceId, promptId, environmentId } = this.ids;
    const release = await prisma().release.findFirstOrThrow({
      where: { workspaceId, promptId, environmentId, at: { lte: at } },
      orderBy: { revision: "desc" },
    });
    return { version: release.toVersion, revision: release.revision, since: release.at };
  }
}

/** Inserts an alert of the past. Nothing is sent to channels. */
export async function raiseAlertAt(alert: NewAlert, at: Date): Promise<string> {
  const { id } = await prisma().alert.create({ data: { ...alert, at }, select: { id: true } });
  return id;
}

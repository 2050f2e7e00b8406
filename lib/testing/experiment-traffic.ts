import { randomUUID } from "node:crypto";
import { prisma } from "@/lib/core/db";
import type { ExperimentView } from "@/lib/experiments/views";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { rollUpAll } from "./roll-up";

type Reported = Partial<Record<"completed" | "refused" | "violation", boolean>> &
  Partial<Record<"latencyMs" | "costUsd", number>> & { at?: string; interactionId?: string };

/** A simulated application of a running experiment: users get a variant, answers and feedback are reported. */
export class ExperimentTraffic {
  #users = 0;

  constructor(
    readonly workspaceId: string,
    readonly experiment: Pick<ExperimentView, "id" | "prompt" | "variants" | "startedAt">,
  ) {}

  /** Records users to whom resolve assigned this variant. */
  async expose(variant: string, count: number, exposedAt = new Date()): Promise<string[]> {
    const { workspaceId } = this;
    const users = Array.from({ length: count }, () => `${variant}_${this.#users++}`);
    await prisma().experimentUnit.createMany({
      data: users.map((unitId) => ({
        workspaceId,
        experimentId: this.experiment.id,
        phase: 1,
        unitId,
        variant,
        propensity: 0.5,
        batch: 1,
        exposedAt,
      })),
    });
    return users;
  }

  /** The report of one answer, with the version of the variant. */
  answer(variant: string, userId: string, reported: Reported = {}): object {
    const { version } = this.experiment.variants.find(({ key }) => key === variant) ?? { version: 0 };
    return {
      type: "interaction",
      id: randomUUID(),
      interactionId: newInteractionId("experiment"),
      prompt: this.experiment.prompt,
      environment: "production",
      version,
      userId,
      ...reported,
    };
  }

  async send(events: readonly object[]): Promise<void> {
    for (let from = 0; from < events.length; from += 1_000) {
      const { rejected } = await recordEvents(
        { kind: "system", workspaceId: this.workspaceId, name: "test" },
        events.slice(from, from + 1_000),
      );
      if (rejected.length > 0) throw new Error(`An event was not taken: ${JSON.stringify(rejected[0])}`);
    }
  }

  /** Runs the rollup until no events are left. */
  async count(): Promise<void> {
    await rollUpAll();
  }

  /** Also counts deferred answers of users, which another test file's round may have counted in part. */
  async countRested(): Promise<void> {
    await this.count();
    await prisma().$executeRaw`
      update experiment_units set rest_until = now(), due_at = now()
      where workspace_id = ${this.workspaceId}::uuid and experiment_id = ${this.experiment.id}::uuid and rest_until > now()`;
    await this.count();
  }

  /** Moves all events so far into the past by this many minutes. */
  async age(minutes: number): Promise<void> {
    const { workspaceId } = this;
    const { id } = this.experiment;
    await prisma().$transaction([
      // Prevents a concurrent round of another test file from using the previous start of the phase.
      prisma().$executeRaw`select pg_advisory_xact_lock(hashtext('understudy rollup'))`,
      prisma().$executeRaw`set local session_replication_role = replica`, // phases are immutable outside of tests
      prisma()
        .$executeRaw`update interactions set at = at - make_interval(mins => ${minutes}::int) where workspace_id = ${workspaceId}::uuid`,
      prisma()
        .$executeRaw`update feedback set at = at - make_interval(mins => ${minutes}::int) where workspace_id = ${workspaceId}::uuid`,
      prisma()
        .$executeRaw`update experiment_phases set started_at = started_at - make_interval(mins => ${minutes}::int) where experiment_id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`,
      prisma()
        .$executeRaw`update experiment_units set exposed_at = exposed_at - make_interval(mins => ${minutes}::int), due_at = due_at - make_interval(mins => ${minutes}::int) where experiment_id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`,
    ]);
  }
}

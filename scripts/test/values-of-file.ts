import type pg from "pg";
import { setDatabaseProbe } from "@/lib/core/database-watch";
import type { Values } from "./make-fresh";

/** The settings that connections depend on. */
const settings = () => JSON.stringify(Object.entries(process.env).filter(([name]) => name.startsWith("DATABASE_")));

type Pools = Record<string, { connections: pg.Pool }>;
type Watch = { probe?: Parameters<typeof setDatabaseProbe>[0] };

/**
 * The values of a test file that goes on with the connections and the client of the file before. A client takes 60 ms
 * of processor time to start, and then knows no query. A file that changes a setting of the database gets its own.
 */
export class ValuesOfFile extends Map<string, unknown> {
  readonly #left: { pools: Pools; prisma: unknown; probe: Watch["probe"]; settings: string | null } | null = null;
  #isDecided = false;
  #settings: string | null = null;

  constructor(before: Values | undefined) {
    super();
    if (!(before instanceof ValuesOfFile)) return;
    const pools = before.get("pools") as Pools | undefined;
    const { probe } = (before.get("database-watch") ?? {}) as Watch;
    if (pools) this.#left = { pools, prisma: before.get("prisma"), probe, settings: before.#settings };
  }

  override get(name: string): unknown {
    this.#goOn(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.#goOn(name);
    return super.has(name);
  }

  override set(name: string, value: unknown): this {
    if (name === "pools") this.#settings = settings();
    return super.set(name, value);
  }

  /** Takes over the connections of the file before when they are first asked for. */
  #goOn(name: string): void {
    if (this.#isDecided || (name !== "pools" && name !== "prisma")) return;
    this.#isDecided = true;
    const left = this.#left;
    if (!left || left.settings !== settings()) return;
    if (Object.values(left.pools).some(({ connections }) => connections.ended || connections.ending)) return;
    this.set("pools", left.pools);
    if (left.prisma) this.set("prisma", left.prisma);
    if (left.probe) setDatabaseProbe(left.probe);
  }
}

import { Durations } from "@/lib/core/durations";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";

/** The responses of one route: counts by status, and durations. */
export class RouteMeter {
  readonly durations = new Durations();
  readonly statuses = new Map<number, number>();

  note(status: number, ms: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    this.durations.note(ms);
  }
}

const meters = () => singleton("route-meters", () => new Map<string, RouteMeter>());

/** The meter of a route, by the id of its endpoint. The number of meters is limited by the number of endpoints. */
function meterOf(route: string): RouteMeter {
  const all = meters();
  const existing = all.get(route);
  if (existing) return existing;
  const made = new RouteMeter();
  all.set(route, made);
  return made;
}

/** Counts an answered request, and logs it at level debug. */
export function noteRequest(endpoint: string, requestId: string | undefined, status: number, ms: number): void {
  meterOf(endpoint).note(status, ms);
  const log = logger();
  if (log.isLevelEnabled("debug")) log.debug({ requestId, endpoint, status, ms: Math.round(ms) }, "request");
}

/** The meters of all routes that were requested since the start. */
export const routeMeters = (): ReadonlyMap<string, RouteMeter> => meters();

/** Generates load, as a separate process. Prints one line of JSON. Started by `measure`. */
import { Line, requestBytes } from "./line";
import { quantile } from "./table";

export type LoadOptions = {
  url: string;
  headers: Record<string, string>;
  /** The JSON to POST, each time with another user in place of `{user}`. Without a body it is a GET. */
  body?: string;
  connections: number;
  seconds: number;
  /** Requests per second at fixed times. 0: as fast as possible. */
  rate: number;
  /**
   * Sleeps when there is nothing to do. For a load beside others, or for as many servers as there are processors: they
   * would lose processor time to busy waiting.
   */
  isGentle?: boolean;
};
export type LoadResult = {
  requests: number;
  failures: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Milliseconds of the slowest response. */
  longest: number;
};

/** The number of users, which take turns. */
const users = 1_000;

type NextRequest = () => Buffer;

/**
 * Keeps this process from sleeping until then. A server pays to wake up a sleeping client: only the slower of two
 * servers would, because the faster one keeps its client busy.
 */
function stayAwake(until: number): void {
  if (performance.now() < until) setImmediate(stayAwake, until);
}

/** Each connection sends the next request when the previous one is answered. */
async function closedLoop(
  lines: Line[],
  nextRequest: NextRequest,
  { seconds, isGentle }: LoadOptions,
): Promise<LoadResult> {
  const times: number[] = [];
  let failures = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  if (!isGentle) stayAwake(until);
  await Promise.all(
    lines.map(
      (line) =>
        new Promise<void>((done, fail) => {
          const next = () =>
            line.call(
              nextRequest(),
              ({ status, ms }) => {
                if (status === 200) times.push(ms);
                else failures++;
                if (performance.now() < until) next();
                else done();
              },
              fail,
            );
          next();
        }),
    ),
  );
  return summarise(times, failures, (performance.now() - began) / 1_000);
}

/**
 * Sends requests at fixed times. The latency includes the wait for a free connection. A gentle load starts the clock
 * when it wakes up, so that late timers do not count.
 */
async function openLoop(
  lines: Line[],
  nextRequest: NextRequest,
  { seconds, rate, isGentle }: LoadOptions,
): Promise<LoadResult> {
  const times: number[] = [];
  const idle = [...lines];
  const total = Math.round(seconds * rate);
  let failures = 0;
  const due: number[] = [];
  let planned = 0;
  let answered = 0;
  const began = performance.now() + 50;
  await new Promise<void>((done, fail) => {
    const tick = () => {
      const now = performance.now();
      for (; planned < total && now >= began + (planned * 1_000) / rate; planned++)
        due.push(isGentle ? now : began + (planned * 1_000) / rate);
      while (due.length > 0 && idle.length > 0) {
        const since = due.shift() as number;
        const line = idle.pop() as Line;
        line.call(
          nextRequest(),
          ({ status }) => {
            idle.push(line);
            if (status === 200) times.push(performance.now() - since);
            else failures++;
            if (++answered === total) done();
          },
          fail,
        );
      }
      if (answered < total) isGentle ? setTimeout(tick, 1) : setImmediate(tick);
    };
    tick();
  });
  return summarise(times, failures, seconds);
}

function summarise(times: number[], failures: number, seconds: number): LoadResult {
  return {
    requests: times.length + failures,
    failures,
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    longest: quantile(times, 1),
  };
}

const options = JSON.parse(process.argv[2] ?? "{}") as LoadOptions;
const lines = await Promise.all(Array.from({ length: options.connections }, () => Line.open(options.url)));
const { url, headers, body } = options;
const requests = Array.from({ length: body ? users : 1 }, (_, user) =>
  requestBytes(url, headers, body?.replace("{user}", `u_${user}`)),
);
let sent = 0;
const nextRequest = () => requests[sent++ % requests.length] as Buffer;
const result =
  options.rate > 0 ? await openLoop(lines, nextRequest, options) : await closedLoop(lines, nextRequest, options);
console.log(JSON.stringify(result));
process.exit(0);

/** One parameter of an address. The standard value is left out of the address. */
export type Param<T> = {
  /** Returns null for a text that is not valid. */
  read: (text: string) => NonNullable<T> | null;
  write: (value: NonNullable<T>) => string;
  standard: T;
};

// biome-ignore lint/suspicious/noExplicitAny: each parameter has a type of its own
export type Params = Readonly<Record<string, Param<any>>>;
export type ParamValues<P extends Params> = { [Name in keyof P]: P[Name]["standard"] };
/** Null removes a parameter. */
export type ParamChange<P extends Params> = { [Name in keyof P]?: P[Name]["standard"] | null };

function kind<T>(read: (text: string) => T | null, write: (value: T) => string = String) {
  function param(): Param<T | null>;
  function param(standard: T): Param<T>;
  function param(standard: T | null = null): unknown {
    return { read, write, standard };
  }
  return param;
}

export const textParam = kind<string>((text) => text);
export const flagParam = kind<boolean>((text) => (text === "true" ? true : text === "false" ? false : null));
export const integerParam = kind<number>((text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null));
export const instantParam = kind<Date>(
  (text) => {
    const time = new Date(text);
    return Number.isNaN(time.getTime()) ? null : time;
  },
  (time) => time.toISOString(),
);

export function choiceParam<const Value extends string>(values: readonly Value[]): Param<Value | null>;
export function choiceParam<const Value extends string>(
  values: readonly Value[],
  standard: NoInfer<Value>,
): Param<Value>;
export function choiceParam<Value extends string>(values: readonly Value[], standard?: Value): unknown {
  const param = kind<Value>((text) => values.find((value) => value === text) ?? null);
  return standard === undefined ? param() : param(standard);
}

/** Reads the parameters. What is missing or not valid has its standard value. */
export function readParams<P extends Params>(params: P, find: (name: string) => string | null): ParamValues<P> {
  const values = Object.entries(params).map(([name, { read, standard }]) => {
    const text = find(name);
    return [name, (text === null ? null : read(text)) ?? standard];
  });
  return Object.fromEntries(values);
}

/** Returns the changed parameters as texts. Null: left out of the address. */
export function writeParams<P extends Params>(params: P, change: ParamChange<P>): Record<string, string | null> {
  const texts = Object.entries(change).map(([name, value]) => {
    const { write, standard } = params[name] ?? textParam();
    return [name, value === null || value === undefined || value === standard ? null : write(value)];
  });
  return Object.fromEntries(texts);
}

/** Whether a value is not the standard one. Pure. */
export const isAnySet = <P extends Params>(params: P, values: ParamValues<P>): boolean =>
  Object.entries(params).some(([name, { standard }]) => values[name] !== standard);

/** The parameters of a request, as pages get them. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** Returns what reads the parameters of a page. */
export const pageParams =
  <P extends Params>(params: P) =>
  async (searchParams: Promise<SearchParams>): Promise<ParamValues<P>> => {
    const texts = await searchParams;
    return readParams(params, (name) => [texts[name]].flat()[0] ?? null);
  };

/** Returns what makes a text of the values that are not standard. Empty: all are. */
export const paramsText =
  <P extends Params>(params: P) =>
  (values: ParamChange<P>): string =>
    Object.entries(writeParams(params, values))
      .flatMap(([name, text]) => (text === null ? [] : `${name}=${encodeURIComponent(text)}`))
      .join("&");

/** The exit codes of the process. docs/cli.md lists them. */
export const exits = { ok: 0, no: 1, usage: 2, conflict: 3, refused: 4, unreachable: 5, failed: 6 } as const;
export type Exit = (typeof exits)[keyof typeof exits];

/** An error that ends a command with a sentence. */
export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly exit: Exit,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }
}

export const noPrompt = (name: string) =>
  new Failure("not_found", `There is no prompt ${name}, here or on the server.`, exits.failed);

export const misuse = (message: string) => new Failure("usage", message, exits.usage);

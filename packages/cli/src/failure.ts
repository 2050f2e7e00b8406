/** The exit codes of the process. docs/cli.md lists them. */
export const exits = {
  ok: 0,
  no: 1,
  usage: 2,
  conflict: 3,
  refused: 4,
  unreachable: 5,
  failed: 6,
  interrupted: 130,
} as const;
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

const diskReasons: Record<string, string> = {
  EACCES: "this user has no permission",
  EPERM: "this user has no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EISDIR: "a folder has the same name",
  ENOTDIR: "a file has the name of one of its folders",
  EEXIST: "a file has the name of one of its folders",
  ENAMETOOLONG: "the name is too long for this file system",
};

/** Returns the failure for a file that cannot be written. Other errors stay as they are. */
export function notWritten(path: string, error: unknown): unknown {
  const reason = diskReasons[(error as NodeJS.ErrnoException).code ?? ""];
  return reason ? new Failure("file_not_written", `${path} cannot be written: ${reason}.`, exits.failed) : error;
}

import type { Position } from "./positions";

/** A note about a position in an imported file: why it cannot be read, or what will differ. */
export type Note = Position & { message: string };

/** Collects notes at offsets of the file's text: faults and hints. */
export class Notes {
  readonly problems: Note[] = [];
  readonly warnings: Note[] = [];

  constructor(readonly at: (offset: number) => Position) {}

  refuse(offset: number, message: string): void {
    if (this.problems.length < 50) this.problems.push({ message, ...this.at(offset) });
  }

  warn(offset: number, message: string): void {
    if (this.warnings.length < 50 && !this.warnings.some((warning) => warning.message === message))
      this.warnings.push({ message, ...this.at(offset) });
  }
}

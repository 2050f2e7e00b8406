import type { Fault } from "@/lib/core/faults";
import type { BundleScope } from "./refresh";
import type { BundleBytes, BundleState, Coding } from "./shelf";

/** A request to the bundle thread. */
export type Question =
  | { verb: "look"; scope: BundleScope; epoch: number }
  | { verb: "body"; scope: BundleScope; coding: Coding }
  | { verb: "changeSince"; scope: BundleScope; from: string };
export type ToThread = (Question & { id: number }) | { verb: "stop" };
export type Reply = BundleState | BundleBytes | string | null;
export type FromThread = { id: number; reply: Reply } | { id: number; fault: Fault };

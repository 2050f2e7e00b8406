import { singleton } from "./singleton";

type Listener = (workspaceId: string) => void;
const listeners = () => singleton("process-news", () => new Map<string, Listener[]>());

/** Hears of a change in a workspace, made by whichever copy of a module in this process. */
export function hearFromProcess(topic: string, listener: Listener): void {
  listeners().set(topic, [...(listeners().get(topic) ?? []), listener]);
}

/** Tells this process of a change that was committed, at once. Others find out when what they keep has aged. */
export function tellProcess(topic: string, workspaceId: string): void {
  for (const listener of listeners().get(topic) ?? []) listener(workspaceId);
}

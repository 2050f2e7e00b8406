import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SharedDraftNews, SharedDraftPerson } from "@/lib/registry/shared-draft/queries";
import { draftFormOf } from "@/lib/testing/draft-form";
import { type SharedServer, SharedSession, stateOf } from "./shared-session";
import type { ActReply } from "./shared-transport";

type Push = { do: string; number: number; update: string | null; tab: string };

/** A server in memory: it numbers updates, keeps them, and sends them to the other tabs. */
function openServer(text: string) {
  const updates: { tab: string; number: number; update: string }[] = [];
  const listeners = new Map<string, (news: SharedDraftNews) => void>();
  const acts: Push[] = [];
  let refusal: (ActReply & { ok: false }) | null = null;
  let baseVersion = 1;
  const people: SharedDraftPerson[] = [];
  const news = (from: number, tab: string): SharedDraftNews => ({
    seq: updates.length,
    baseVersion,
    state: from === 0 ? stateOf(draftFormOf(text)) : null,
    updates: updates.slice(from).map((one) => ({ update: one.tab === tab ? null : one.update })),
    people,
  });
  const state = news(0, "").state;
  const server: SharedServer = {
    sendAct: async <Data>(_workspace: string, input: object) => {
      const act = input as Push & { from?: number; to?: number };
      acts.push(act);
      if (refusal) return refusal as ActReply<Data>;
      if (act.do === "push" && act.update && !updates.some((one) => one.tab === act.tab && one.number === act.number)) {
        updates.push({ tab: act.tab, number: act.number, update: act.update });
        for (const [tab, receive] of listeners)
          receive({ ...news(updates.length, tab), updates: [{ update: act.tab === tab ? null : act.update }] });
      }
      if (act.do === "move") {
        const isFirst = baseVersion === act.from;
        if (isFirst) baseVersion = act.to ?? baseVersion;
        return { ok: true, data: isFirst } as ActReply<Data>;
      }
      return { ok: true, data: null } as ActReply<Data>;
    },
    openStream: (_workspace, { tab }, onNews) => {
      listeners.set(tab, onNews);
      return { isSilent: () => false, close: () => listeners.delete(tab) };
    },
  };
  return {
    server,
    acts,
    first: (): SharedDraftNews => ({
      ...news(updates.length, ""),
      state,
      updates: updates.map(({ update }) => ({ update })),
    }),
    refuse: (reply: (ActReply & { ok: false }) | null) => {
      refusal = reply;
    },
  };
}

function join(tab: string, { server, first }: ReturnType<typeof openServer>) {
  const seen = { status: "", ended: undefined as string | null | undefined, bases: [] as number[] };
  const session: SharedSession = new SharedSession(
    {
      workspace: "fernway",
      id: "d",
      tab,
      shown: () => session.draft,
      onDraft: () => {},
      onStatus: (status) => {
        seen.status = status;
      },
      onPeople: () => {},
      onBase: (version) => seen.bases.push(version),
      onEnd: (sentence) => {
        seen.ended = sentence;
      },
    },
    server,
  );
  session.begin(first());
  return { session, seen };
}

const textOf = ({ draft }: SharedSession) => draft.entries.map((one) => (one.kind === "message" ? one.content : ""));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what one tab types reaches the other, and neither loses its own words", async () => {
  const server = openServer("Dear guest");
  const [ana, ben] = [join("ana", server), join("ben", server)];
  ana.session.textAt("m0")?.insert(10, ", hello");
  ben.session.textAt("m0")?.insert(0, "My ");
  expect(ana.seen.status).toBe("saving");
  await vi.advanceTimersByTimeAsync(500);
  expect(textOf(ana.session)).toEqual(["My Dear guest, hello"]);
  expect(textOf(ben.session)).toEqual(["My Dear guest, hello"]);
  expect([ana.seen.status, ben.seen.status]).toEqual(["kept", "kept"]);
  ana.session.leave(false);
  ben.session.leave(false);
});

test("without an answer the same change is sent again, under the same number", async () => {
  const server = openServer("Dear guest");
  const { session, seen } = join("ana", server);
  server.refuse({ ok: false, isFinal: false, code: null, sentence: null });
  session.textAt("m0")?.insert(0, "My ");
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.status).toBe("away");
  server.refuse(null);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(seen.status).toBe("kept");
  const sent = server.acts.filter(({ update }) => update);
  expect(sent.length).toBe(2);
  expect(sent[1]).toEqual(sent[0]);
  session.leave(false);
});

test("a tab that the server refuses for good ends with its reason, and sends nothing more", async () => {
  const server = openServer("Dear guest");
  const { session, seen } = join("ana", server);
  server.refuse({ ok: false, isFinal: true, code: "forbidden", sentence: "You may not write here." });
  session.textAt("m0")?.insert(0, "My ");
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.ended).toBe("You may not write here.");
  const count = server.acts.length;
  session.textAt("m0")?.insert(0, "Oh, ");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(server.acts.length).toBe(count);
});

test("only own changes are undone", async () => {
  const server = openServer("Dear guest");
  const [ana, ben] = [join("ana", server), join("ben", server)];
  ana.session.asEdit(() => ana.session.textAt("m0")?.insert(10, "!"));
  await vi.advanceTimersByTimeAsync(200);
  ben.session.asEdit(() => ben.session.textAt("m0")?.insert(0, "My "));
  await vi.advanceTimersByTimeAsync(200);
  ana.session.undo();
  expect(textOf(ana.session)).toEqual(["My Dear guest"]);
  ana.session.redo();
  expect(textOf(ana.session)).toEqual(["My Dear guest!"]);
  ana.session.leave(false);
  ben.session.leave(false);
});

test("of two tabs that merge the same version, the server lets one be first", async () => {
  const server = openServer("Dear guest");
  const [ana, ben] = [join("ana", server), join("ben", server)];
  const [before, after] = [draftFormOf("Dear guest"), draftFormOf("Dear traveller")];
  const first = await ana.session.merge(2, before, after);
  const second = await ben.session.merge(2, before, after);
  expect([first.how, second.how]).toEqual(["merged", "second"]);
  expect(textOf(ana.session)).toEqual(["Dear traveller"]);
  ana.session.leave(false);
  ben.session.leave(false);
});

test("what was not sent when the page closes is sent then", async () => {
  const server = openServer("Dear guest");
  const { session } = join("ana", server);
  session.textAt("m0")?.insert(0, "My ");
  session.leave(true);
  expect(server.acts.map((act) => act.do)).toEqual(["push", "leave"]);
  expect(server.acts[0]?.update).not.toBeNull();
});

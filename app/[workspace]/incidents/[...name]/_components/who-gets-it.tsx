import { type Audience, keyWords, nowWords, totalWords } from "@/lib/guards/incident/audience-words";
import { SideSection } from "./side-section";

/** Which users and applications get the released version, now and since its release. */
export function WhoGetsIt({ audience }: { audience: Audience }) {
  const keys = keyWords(audience);
  const now = nowWords(audience);
  const facts = [
    ...(now ? [["Now", now]] : []),
    [now ? "So far" : "While live", totalWords(audience)],
    ...(keys ? [["API keys", keys]] : []),
  ] as const;
  return (
    <SideSection id="audience" title={`Who ${now ? "gets" : "got"} v${audience.version}`}>
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-fg-muted">{name}</dt>
            <dd className="tabular-nums [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </SideSection>
  );
}

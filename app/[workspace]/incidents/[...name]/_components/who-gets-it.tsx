import { SideSection } from "@/app/[workspace]/_components/side-section";
import { Facts } from "@/components/ui/facts";
import { keyWords, nowWords, totalWords } from "@/lib/guards/incident/audience-words";
import { type AudienceQuery, getAudience } from "@/lib/guards/queries/audience";

/** Which users and applications get the released version, now and since its release. */
export async function WhoGetsIt(query: AudienceQuery) {
  const audience = await getAudience(query);
  const now = nowWords(audience);
  return (
    <SideSection id="audience" title={`Who ${now ? "gets" : "got"} v${audience.version}`}>
      <Facts
        rows={[
          ["Now", now],
          [now ? "So far" : "While live", totalWords(audience)],
          ["API keys", keyWords(audience)],
        ]}
      />
    </SideSection>
  );
}

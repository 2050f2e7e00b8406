import { withQuery } from "@/app/[workspace]/_components/paths";
import { TextLink } from "@/components/ui/text-link";
import type { QualityPageAddress } from "./state";

type Props = { place: QualityPageAddress; metric: string };

/** Links to the kept answers on which a judge and people disagree. They have no numbers: older ones are not kept. */
export function Disagreements({ place: { workspace, prompt, environment }, metric }: Props) {
  const rows = (passed: boolean, thumbs: "up" | "down") =>
    withQuery(`/${workspace}/requests`, { prompt, environment, metric, passed: String(passed), thumbs, range: "all" });
  return (
    <>
      {" Read the answers that "}
      <TextLink href={rows(true, "down")}>it passed and people rejected</TextLink>
      {", or that "}
      <TextLink href={rows(false, "up")}>it failed and people liked</TextLink>.
    </>
  );
}

import { inOrder } from "@/components/editor/in-order";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { messageTexts } from "@/lib/template/requests/spoken";

// The same format as in the grid of cases.
const asText = (value: unknown) => {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
};
const long = 280;

/** The input of a case: the longest value first, the others on one line, earlier turns, and the expected answer. */
export function CaseInput({ testCase: { variables, placeholders, expected, checks } }: { testCase: CaseView }) {
  const values = Object.entries(variables)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => ({ name, text: asText(value) }));
  const main = values.reduce<(typeof values)[number] | null>(
    (best, one) => (best && best.text.length >= one.text.length ? best : one),
    null,
  );
  const rest = values.filter((one) => one !== main);
  const turns = Object.values(placeholders).flat();
  return (
    <dl className="mb-3 grid gap-1.5">
      {turns.length > 0 ? (
        <div>
          <dt className="sr-only">Earlier turns</dt>
          <dd>
            <details>
              <summary className="cursor-pointer text-fg-muted">
                {turns.length} earlier {turns.length === 1 ? "turn" : "turns"}
              </summary>
              <ul className="mt-1 grid gap-1 border-line border-l-2 pl-3">
                {inOrder(messageTexts(turns)).map(({ key, item }) => (
                  <li key={key} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
                    <span className="mr-2 text-fg-muted">{item.role}</span>
                    {item.text}
                  </li>
                ))}
              </ul>
            </details>
          </dd>
        </div>
      ) : null}
      {main ? <Value name={main.name} text={main.text} /> : null}
      {rest.length > 0 ? (
        <div>
          <dt className="sr-only">Other values</dt>
          <dd className="text-12 text-fg-muted [overflow-wrap:anywhere]">
            {rest.map(({ name, text }, index) => (
              <span key={name}>
                {index ? " · " : ""}
                <span className="text-fg-subtle">{name}</span> {text.length > long ? `${text.slice(0, long)}…` : text}
              </span>
            ))}
          </dd>
        </div>
      ) : null}
      {expected === null || expected === undefined ? null : <Value name="Expected" text={asText(expected)} />}
      {checks.length > 0 ? (
        <div className="text-12 text-fg-muted">
          <dt className="mr-2 inline">Checks</dt>
          <dd className="inline">{checks.map(({ type }) => type.replaceAll("_", " ")).join(", ")}</dd>
        </div>
      ) : null}
    </dl>
  );
}

function Value({ name, text }: { name: string; text: string }) {
  const content = (
    <>
      <dt className="mr-2 inline text-fg-muted">{name}</dt>
      <dd className="inline">{text}</dd>
    </>
  );
  return (
    <div className="max-h-60 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]" {...scrolls(text)}>
      {content}
    </div>
  );
}

// A scrollable area must be reachable by keyboard.
const scrolls = (text: string) => (text.length > 1_200 ? { tabIndex: 0 } : {});

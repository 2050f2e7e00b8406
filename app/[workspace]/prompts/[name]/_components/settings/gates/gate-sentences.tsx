/** The sentences that describe a gate, as a list. */
export function GateSentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className="grid list-disc gap-0.5 pl-4">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

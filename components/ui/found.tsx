type Props = {
  count: number;
  /** Whether there are more than the counted ones, and their number is unknown. */
  hasMore: boolean;
  /** "prompt", "prompts" */
  one: string;
  many: string;
};

/** Announces to screen readers how many rows the filters found. It stays mounted while the list changes. */
export function Found({ count, hasMore = false, one, many }: Props) {
  const words = count === 0 ? `No ${one} found` : `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
  return (
    <p role="status" className="sr-only">
      {hasMore ? `${words}, and more` : words}
    </p>
  );
}

type Props = {
  count: number;
  /** Whether there are more than those counted. */
  hasMore?: boolean;
  /** "prompt", "prompts" */
  one: string;
  many: string;
};

/** Says to a screen reader how many rows the filters found. It stays in the page while the list under it changes. */
export function Found({ count, hasMore = false, one, many }: Props) {
  const words = count === 0 ? `No ${one} found` : `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
  return (
    <p role="status" className="sr-only">
      {hasMore ? `${words}, and more` : words}
    </p>
  );
}

type Isolation<Row> = {
  /** Works on rows together. Safe to repeat. */
  work: (rows: readonly Row[]) => Promise<void>;
  /** Whether a row can be the cause of this error. Other errors are thrown. */
  isOfRow: (error: unknown) => boolean;
  /** Called with each row that fails alone. */
  leaveOut: (row: Row, error: unknown) => void;
};

/** Works on rows together. If that fails, finds the rows that are the cause, by halving. Returns how many there are. */
export async function isolateFailing<Row>(rows: readonly Row[], isolation: Isolation<Row>): Promise<number> {
  try {
    await isolation.work(rows);
    return 0;
  } catch (error) {
    const [row] = rows;
    if (row === undefined || !isolation.isOfRow(error)) throw error;
    if (rows.length === 1) {
      isolation.leaveOut(row, error);
      return 1;
    }
  }
  const middle = Math.ceil(rows.length / 2);
  const before = await isolateFailing(rows.slice(0, middle), isolation);
  return before + (await isolateFailing(rows.slice(middle), isolation));
}

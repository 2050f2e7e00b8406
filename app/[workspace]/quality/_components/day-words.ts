const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Nov", in UTC. */
export const dayWords = (at: string): string => `${new Date(at).getUTCDate()} ${months[new Date(at).getUTCMonth()]}`;

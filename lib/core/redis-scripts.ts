import { createHash } from "node:crypto";

export type Script = { text: string; sha: string };

const script = (text: string): Script => ({ text, sha: createHash("sha1").update(text).digest("hex") });

// Epochs are 32-bit in PostgreSQL, so a larger value is invalid. pcall: a key of another type counts as absent.
const readEpoch = `
local function epochAt(key)
  local stored = redis.pcall('GET', key)
  local epoch = type(stored) == 'string' and tonumber(stored) or 0
  if epoch > 2147483647 then return 0 end
  return epoch
end
`;

/** KEYS epoch; ARGV epoch, time-to-live in seconds. Raises the epoch, never lowers it. Returns the stored epoch. */
export const raiseEpochScript = script(`${readEpoch}
local new = tonumber(ARGV[1])
local known = epochAt(KEYS[1])
if known > new then
  if redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
  return known
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return new
`);

/**
 * KEYS epoch, entry; ARGV epoch, value, entry seconds, epoch seconds. Writes "<epoch>:<value>" unless the environment
 * or the stored entry is newer. Returns 1 if written. A stored entry with an epoch above the environment's is invalid.
 */
export const setIfNewerScript = script(`${readEpoch}
local new = tonumber(ARGV[1])
local known = epochAt(KEYS[1])
if new < known then return 0 end
local head = redis.pcall('GETRANGE', KEYS[2], 0, 11)
local stored = type(head) == 'string' and tonumber(string.match(head, '^(%d+):')) or 0
if stored > new and (known == 0 or stored <= known) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
redis.call('SET', KEYS[2], ARGV[1] .. ':' .. ARGV[2], 'EX', ARGV[3])
return 1
`);

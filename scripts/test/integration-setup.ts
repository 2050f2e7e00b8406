import pg from "pg";
import { databaseForTests, redisForTests, stopServices } from "./services";

/**
 * Stores answers and spans only in ClickHouse from the first event. Answers of the first minutes of a release would not
 * be, so every release is made an hour old.
 */
async function startDirectEvents(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    insert into event_forwarding (is_direct, direct_switched_at, copied_at) values (true, now(), now());
    create function released_earlier() returns trigger language plpgsql as
      $$ begin new.since := new.since - interval '1 hour'; return new; end $$;
    create trigger released_earlier before insert or update of since on deployments
      for each row execute function released_earlier()`);
  await client.end();
}

/** Starts PostgreSQL and Redis for the integration tests, unless they are configured. */
export default async function setup(): Promise<() => Promise<void>> {
  try {
    process.env.TEST_DATABASE_URL = await databaseForTests();
    process.env.DATABASE_URL = process.env.TEST_DATABASE_URL;
    if (process.env.TEST_DIRECT_EVENTS === "on") await startDirectEvents(process.env.TEST_DATABASE_URL);
    if (process.env.TEST_REDIS_URL !== undefined) return stopServices; // empty: none was found
    const redis = await redisForTests(console.log);
    if ("url" in redis) process.env.TEST_REDIS_URL = redis.url;
  } catch (error) {
    await stopServices();
    throw error;
  }
  return stopServices;
}

import { databaseForTests, redisForTests, stopServices } from "./services";

/** PostgreSQL and Redis for the integration tests; whoever started them may have named theirs already. */
export default async function setup(): Promise<() => Promise<void>> {
  try {
    process.env.TEST_DATABASE_URL = await databaseForTests();
    process.env.DATABASE_URL = process.env.TEST_DATABASE_URL;
    if (process.env.TEST_REDIS_URL !== undefined) return stopServices; // empty: looked for, and not there
    const redis = await redisForTests(console.log);
    if ("url" in redis) process.env.TEST_REDIS_URL = redis.url;
  } catch (error) {
    await stopServices();
    throw error;
  }
  return stopServices;
}

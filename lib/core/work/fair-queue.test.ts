import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue";

const limits = { threads: 2, waitingOfOne: 3, waitingOfAll: 5 };
const names = (queue: FairQueue<string>) => {
  const taken: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) taken.push(next.item);
  return taken;
};

test("a tenant runs one item at a time", () => {
  const queue = new FairQueue<string>(limits);
  for (const item of ["a1", "a2", "a3"]) queue.offer("a", "person", item);
  expect(names(queue)).toEqual(["a1"]);
  queue.offer("b", "person", "b1");
  expect(names(queue)).toEqual(["b1"]);
  queue.done("a");
  expect(names(queue)).toEqual(["a2"]);
});

test("tenants take turns", () => {
  const queue = new FairQueue<string>({ ...limits, threads: 1 });
  for (const item of ["a1", "a2", "a3"]) queue.offer("a", "person", item);
  queue.offer("b", "person", "b1");
  const order: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) {
    order.push(next.item);
    queue.done(next.tenant);
  }
  expect(order).toEqual(["a1", "b1", "a2", "a3"]);
});

test("a person has priority over jobs of the same tenant", () => {
  const queue = new FairQueue<string>(limits);
  queue.offer("a", "job", "job 1");
  queue.offer("a", "job", "job 2");
  queue.offer("a", "person", "person");
  expect(names(queue)).toEqual(["person"]);
  queue.done("a");
  expect(names(queue)).toEqual(["job 1"]);
});

test("queues are limited per tenant and in total; jobs wait", () => {
  const queue = new FairQueue<string>(limits);
  const offers = (tenant: string, count: number) =>
    Array.from({ length: count }, () => queue.offer(tenant, "person", tenant));
  expect(offers("a", 4)).toEqual(["waits", "waits", "waits", "full"]);
  expect(offers("b", 3)).toEqual(["waits", "waits", "overloaded"]);
  expect(queue.offer("a", "job", "job")).toBe("waits");
  expect(queue.counts).toEqual({ running: 0, waiting: 6 });
  expect(queue.take()?.item).toBe("a");
  expect(queue.offer("b", "person", "b")).toBe("waits");
  expect(queue.clear()).toHaveLength(6);
  expect(queue.counts).toEqual({ running: 1, waiting: 0 });
});

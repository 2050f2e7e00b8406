import fc from "fast-check";
import { expect, test } from "vitest";
import { delayAfter, networkOf } from "./try-delay";

test("the first wrong attempts have no delay, the next ones increasing delays up to a limit", () => {
  const rule = { free: 5, longestMs: 60_000 };
  expect([0, 4, 5, 6, 7, 10, 11, 12, 2_000].map((wrong) => delayAfter(wrong, rule))).toEqual([
    0, 0, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["[2001:db8::6]", "2001:db8:0:0::/64"],
  ["64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"],
  ["", ""],
  ["not an address", "not an address"],
])("%s belongs to the network %s", (address, network) => expect(networkOf(address)).toBe(network));

test("addresses of one /64 are one network", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
  const four = fc.array(group, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(four, four, four, (net, one, other) => {
      expect(networkOf([...net, ...one].join(":"))).toBe(networkOf([...net, ...other].join(":")));
      if (net.join() !== one.join())
        expect(networkOf([...net, ...other].join(":"))).not.toBe(networkOf([...one, ...other].join(":")));
    }),
  );
});

"use server";

import { askingAddress } from "@/app/_components/asking-address";
import { defineAction, definePersonAction } from "@/lib/api/action";
import { approveDevice, refuseDevice } from "@/lib/auth/device-login/commands";
import { approveDeviceInput, refuseDeviceInput } from "@/lib/auth/device-login/schema";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { AppError } from "@/lib/core/errors";

/** Limits failed attempts per client address, because codes are short. */
async function withTries<T>(work: () => Promise<T>): Promise<T> {
  const address = await askingAddress();
  if (!mayTryLink(address)) throw new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");
  const done = await work();
  giveBackLink(address);
  return done;
}

/** Creates a key of the workspace for the device that shows the code. */
export const connectDevice = defineAction(approveDeviceInput, (actor, input) =>
  withTries(() => approveDevice(actor, input)),
);

/** Refuses the device that shows the code. */
export const turnDeviceAway = definePersonAction(refuseDeviceInput, (person, input) =>
  withTries(() => refuseDevice(person, input)),
);

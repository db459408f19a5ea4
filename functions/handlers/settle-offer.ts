// Task SettleOffer of offer: reminders, contact deadline, withdrawal, expiry (rows 15 and 16).

import { NotFound } from '../leads/errors.ts';
import { onTableAndBus } from '../platform/bus-deps.ts';
import { OfferTask, task } from '../platform/task.ts';
import { settleOffer } from '../use-cases/offer/settle-offer.ts';

export const create = task(OfferTask, async ({ offerId }, deps, command) => {
  const offer = await settleOffer(deps, command, offerId);
  if (!offer) throw new NotFound('offer', offerId);
  const { status, version, nextInstant, expireAt } = offer;
  return { status, version, nextInstant: nextInstant ?? expireAt };
});

export const handler = onTableAndBus(create);

import { earlier, instantOf, type Day, type Instant } from '../calendar/day.js';
import { sendingDayFrom, slotOn, type SendingWindow } from '../calendar/window.js';
import { nextBookingAt, type Charging } from './charging.js';
import { flightEndsOn } from './inFlight.js';

/** The instant at which an account is looked at whatever it waits for: when money under way should have landed, when interest is booked, or on the last day of any wait. */
export function latestLook(it: Charging & { window: SendingWindow }, lastDay: Day): Instant {
  const { facts, standing, window } = it;
  const lands = flightEndsOn(facts, standing.today);
  const latest = lands === null ? instantOf(lastDay, '00:00', window.zone) : slotOn(sendingDayFrom(lands, window), window, facts.accountId);
  return earlier(latest, nextBookingAt(it, window.zone) ?? latest);
}

import { addDays, type Day } from '../calendar/day.js';
import { isBusinessDay } from '../calendar/holidays.js';
import type { ValidationRule } from './pack.js';

/** When a validation notice is taken to have arrived, and the last day on which the debt may be disputed because of it. */
export interface ValidationPeriod {
  arrivedOn: Day;
  endsOn: Day;
}

/** The validation period of a notice sent on a day. Days without mail do not count towards its arrival. */
export function validationPeriod(rule: ValidationRule, sentOn: Day): ValidationPeriod {
  let arrivedOn = sentOn;
  for (let left = rule.mailDays; left > 0;) {
    arrivedOn = addDays(arrivedOn, 1);
    if (isBusinessDay(arrivedOn, rule.country)) left -= 1;
  }
  return { arrivedOn, endsOn: addDays(arrivedOn, rule.days) };
}

import type { Post } from '../../activities/ports.js';

export interface Services {
  email: Post;
  /** null: no short messages are sent. */
  sms: Post | null;
  letter: Post;
}

/** Hands each delivery to the service of its channel. A channel without a service refuses, so that the ladder goes on by another. */
export function composePost({ email, sms, letter }: Services): Post {
  return {
    async deliver(delivery) {
      switch (delivery.channel) {
        case 'email':
          return email.deliver(delivery);
        case 'sms':
          return sms ? sms.deliver(delivery) : { outcome: 'rejected', reason: 'No service for short messages is configured', suppress: null };
        case 'letter':
          return letter.deliver(delivery);
        case 'call':
          throw new Error(`${delivery.key}: a call is made by a person and not delivered`);
        default:
          return delivery.channel satisfies never;
      }
    },
  };
}

// The pages that a link in a mail opens. They need no script and no picture.

import type { Channel } from '../../leads/statement.ts';
import { page } from '../../platform/page.ts';
import type { Subscription } from '../../use-cases/identity/unsubscribe.ts';

const CLOSE = '<p>You can close this page.</p>';

const BY: Readonly<Record<Channel, string>> = { email: 'by e-mail', phone: 'by phone' };

/** Asks: mail scanners open every link, and must not confirm for anybody. */
export function askToConfirm(channels: readonly Channel[]): string {
  if (channels.length === 0) return nothingToConfirm();
  return page(
    'May we be in touch?',
    `<p>A form with your address asks us to. If it was you, confirm that we may be in touch ${by(channels)}.</p>${button('Yes, be in touch')}`,
  );
}

export function confirmed(channels: readonly Channel[]): string {
  if (channels.length === 0) return nothingToConfirm();
  return page('Thank you', `<p>We will be in touch ${by(channels)}.</p>${CLOSE}`);
}

function nothingToConfirm(): string {
  return page(
    'Nothing is left to confirm',
    `<p>This link was used, or you have said otherwise since. Nothing has changed.</p>${CLOSE}`,
  );
}

/** Asks, as above; or says that there is nothing to do. */
export function askToUnsubscribe(is: Subscription): string {
  if (is !== 'open') return unsubscribed(is);
  return page('Hear no more from us?', button('Yes, no more mails'));
}

export function unsubscribed(is: Exclude<Subscription, 'open'>): string {
  if (is === 'done') return page('You hear no more from us by mail', CLOSE);
  return page(
    'This link was used before',
    `<p>You have allowed us to write since. To hear no more from us, use the link of a newer mail.</p>${CLOSE}`,
  );
}

function button(text: string): string {
  return `<form method="post"><button type="submit">${text}</button></form>`;
}

function by(channels: readonly Channel[]): string {
  return channels.map((channel) => BY[channel]).join(' and ');
}

// One text in the words of each chat's incoming webhook: an address and a JSON body, signed where the chat asks for it.

import { createHmac } from 'node:crypto';
import type { ChatKind } from '../../leads/desk/channel-policy.ts';
import { type Instant, millisOf } from '../../leads/instant.ts';

/** A chat's webhook: `secret` when its settings ask for signed calls. */
export interface Webhook {
  readonly url: string;
  readonly secret?: string | undefined;
}

export interface ChatRequest {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Bytes of text that WeCom takes; the others take more. */
const WECOM_BYTES = 2048;

type Made = (text: string, webhook: Webhook, at: Instant) => ChatRequest;

/** https://developer.work.weixin.qq.com/document/path/91770 (no signature: the key in the address is the secret) */
const wecom: Made = (text, { url }) => ({
  url,
  body: { msgtype: 'text', text: { content: cutBytes(text, WECOM_BYTES) } },
});

/** https://open.dingtalk.com/document/orgapp/customize-robot-security-settings */
const dingtalk: Made = (text, { url, secret }, at) => {
  const body = { msgtype: 'text', text: { content: text } };
  if (secret === undefined) return { url, body };
  const timestamp = String(millisOf(at));
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`));
  return { url: signed.href, body };
};

/** https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (the text to sign is empty, the key is not) */
const feishu: Made = (text, { url, secret }, at) => {
  const body = { msg_type: 'text', content: { text } };
  if (secret === undefined) return { url, body };
  const timestamp = String(Math.floor(millisOf(at) / 1000));
  return { url, body: { timestamp, sign: hmac(`${timestamp}\n${secret}`, ''), ...body } };
};

/** https://docs.slack.dev/messaging/formatting-message-text (three characters have a meaning) */
const slack: Made = (text, { url }) => ({
  url,
  body: {
    text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  },
});

const makers: Readonly<Record<ChatKind, Made>> = { wecom, dingtalk, feishu, slack };

/** What is posted to the webhook at that instant. */
export function chatRequest(
  kind: ChatKind,
  text: string,
  webhook: Webhook,
  at: Instant,
): ChatRequest {
  return makers[kind](text, webhook, at);
}

/** Undefined when the chat took it. All but Slack answer 200 and say in the body what was wrong. */
export function chatRefusal(status: number, answer: string): string | undefined {
  if (status !== 200) return `the chat answered ${status}: ${answer.slice(0, 200)}`;
  const code = /"(?:errcode|code|StatusCode)"\s*:\s*(-?\d+)/.exec(answer)?.[1];
  return code === undefined || code === '0' ? undefined : `the chat said ${answer.slice(0, 200)}`;
}

function hmac(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  // A character cut in two would come out as a question mark.
  const cut = new TextDecoder().decode(bytes.subarray(0, most - 3));
  return `${cut.replace(/\uFFFD$/, '')}…`;
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chatRefusal, chatRequest } from '../../../functions/adapters/notify/chat-request.ts';
import { at } from '../../support/routing-builders.ts';

const now = at('2026-09-14T01:30:00.000Z');
const url = 'https://chat.example/hook?key=k';
const base64 = (key: string, text: string) =>
  createHmac('sha256', key).update(text).digest('base64');

describe('a message in a chat’s own words', () => {
  it('for WeCom is text of at most 2048 bytes, and no character is cut in two', () => {
    const { body } = chatRequest('wecom', '线'.repeat(1000), { url }, now);
    const { content } = body.text as { content: string };

    expect(body.msgtype).toBe('text');
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048);
    expect(content).toMatch(/^线+…$/);
  });

  it('for DingTalk is signed in the address, over the instant in milliseconds', () => {
    const request = chatRequest('dingtalk', 'hello', { url, secret: 'SEC1' }, now);

    const { searchParams } = new URL(request.url);
    expect(searchParams.get('key')).toBe('k');
    expect(searchParams.get('timestamp')).toBe('1789349400000');
    expect(searchParams.get('sign')).toBe(base64('SEC1', '1789349400000\nSEC1'));
    expect(request.body).toEqual({ msgtype: 'text', text: { content: 'hello' } });
  });

  it('for Feishu is signed in the body, over the instant in seconds', () => {
    const { body, url: address } = chatRequest('feishu', 'hello', { url, secret: 's' }, now);

    expect(address).toBe(url);
    expect(body).toEqual({
      timestamp: '1789349400',
      sign: base64('1789349400\ns', ''),
      msg_type: 'text',
      content: { text: 'hello' },
    });
  });

  it('for Slack says < and > in its own way, so that nobody is mentioned by a name that a customer typed', () => {
    const { body } = chatRequest('slack', '<!channel> & co', { url }, now);

    expect(body).toEqual({ text: '&lt;!channel&gt; &amp; co' });
  });

  it.each([
    [200, 'ok', undefined],
    [200, '{"errcode":0,"errmsg":"ok"}', undefined],
    [200, '{"StatusCode":0,"code":0,"msg":"success"}', undefined],
    [200, '{"errcode":93000,"errmsg":"invalid webhook url"}', /93000/],
    [200, '{"code":19021,"msg":"sign match fail"}', /19021/],
    [429, 'rate_limited', /429/],
  ])('was taken or not: %i %s', (status, answer, refused) => {
    const said = chatRefusal(status, answer);

    if (refused) expect(said).toMatch(refused);
    else expect(said).toBeUndefined();
  });
});

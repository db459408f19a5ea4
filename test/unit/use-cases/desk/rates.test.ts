import { describe, expect, it } from 'vitest';
import { aDeskApi, type DeskApi, told } from './desk-company.ts';

function put({ ask }: DeskApi, currency: string, rates: unknown, groups?: ['director']) {
  const asked = { route: 'PUT /v1/rates/{currency}', params: { currency }, body: { rates } };
  return ask(groups ? { ...asked, groups } : asked);
}
const rates = [
  { from: '2026-09-01', rate: 7.5 },
  { from: '2026-01-01', rate: 7.8 },
];

describe('the rates of a currency', () => {
  it('are kept in the order of their days, told once, and listed beside the own currency', async () => {
    const api = await aDeskApi();

    const first = await put(api, 'EUR', rates);
    const again = await put(api, 'EUR', rates.toReversed(), ['director']);
    const listed = await api.ask({ route: 'GET /v1/rates' });

    const row = { currency: 'EUR', version: 1, rates: rates.toReversed() };
    expect([first.body, again.body]).toEqual([row, row]);
    expect(listed.body).toEqual({ own: 'CNY', items: [row] });
    expect(told(await api.eventsOf('rates_EUR'))).toEqual([
      ['RatesPublished', { currency: 'EUR', since: '2026-01-01' }],
    ]);
  });

  it('are of the code, however somebody writes it', async () => {
    const api = await aDeskApi();

    const answers = [await put(api, 'usd', rates), await put(api, '欧元', rates)];

    expect(answers.map(({ body }) => body.currency)).toEqual(['USD', 'EUR']);
  });

  it.each(['XXX', 'shells', '__proto__', 'CNY', 'rmb'])(
    'cannot be told of %s',
    async (currency) => {
      const { status, body } = await put(await aDeskApi(), currency, rates);

      expect([status, body.errors]).toMatchObject([422, [{ path: 'currency' }]]);
    },
  );
});

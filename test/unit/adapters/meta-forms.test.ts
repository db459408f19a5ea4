import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { metaForms } from '../../../functions/adapters/meta-forms.ts';

const pages = { 'meta-cn': { appSecret: 'app', pageToken: 'page' } };

/** A Graph that answers so, and what it was asked. */
function graph(status: number, body: unknown) {
  const asked: [URL, RequestInit | undefined][] = [];
  const ask = async (url: unknown, init?: RequestInit) => {
    asked.push([new URL(String(url)), init]);
    return new Response(JSON.stringify(body), { status });
  };
  return { asked, forms: metaForms(pages, ask as typeof fetch) };
}

describe('the lead forms of Meta', () => {
  it('are asked for the lead with the page’s token in a header, and a proof that the app has it', async () => {
    const { asked, forms } = graph(200, { id: '7', field_data: [] });

    const lead = await forms.lead('meta-cn', '7/../8');

    const [[url, init] = []] = asked;
    expect(lead).toEqual({ id: '7', field_data: [] });
    expect(url?.pathname).toBe('/v23.0/7%2F..%2F8');
    expect(url?.search).not.toContain('page');
    expect(url?.searchParams.get('appsecret_proof')).toBe(
      createHmac('sha256', 'app').update('page').digest('hex'),
    );
    expect(init).toMatchObject({ headers: { authorization: 'Bearer page' }, redirect: 'error' });
  });

  it('that refuse, or of a page that nobody named, say so without a secret', async () => {
    const { forms } = graph(400, { error: {} });

    await expect(forms.lead('meta-cn', '7')).rejects.toThrow('Meta answered 400 for lead 7');
    await expect(forms.lead('constructor', '7')).rejects.toThrow('names no page for the source');
  });

  it('have the secret of their app', () => {
    const { forms } = graph(200, {});

    expect([forms.appSecret('meta-cn'), forms.appSecret('toString')]).toEqual(['app', undefined]);
  });
});

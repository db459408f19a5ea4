// Fetches what was answered in a lead form of Meta (Graph API, Lead retrieval): its call names the lead only.

import { createHmac } from 'node:crypto';
import * as z from 'zod';
import type { MetaForms } from '../ports.ts';

/** `META_PAGES`, a secret of the deployment: by the source's name in the policy the app's secret and the page's token. */
export const MetaPages = z.record(
  z.string(),
  z.object({ appSecret: z.string().min(1), pageToken: z.string().min(1) }),
);
export type MetaPages = z.infer<typeof MetaPages>;

const GRAPH = 'https://graph.facebook.com/v23.0';
const FIELDS = 'field_data,form_id,platform,campaign_name,adset_name,ad_name,is_organic';
/** A call of ours has ten seconds, and may name several leads. */
const PATIENCE_MS = 3000;

export function metaForms(pages: MetaPages, ask: typeof fetch = fetch): MetaForms {
  const pageOf = (source: string) => (Object.hasOwn(pages, source) ? pages[source] : undefined);
  return {
    appSecret: (source) => pageOf(source)?.appSecret,
    async lead(source, leadgenId) {
      const page = pageOf(source);
      if (!page) throw new Error(`META_PAGES names no page for the source ${source}; add it`);
      const proof = createHmac('sha256', page.appSecret).update(page.pageToken).digest('hex');
      const query = new URLSearchParams({ fields: FIELDS, appsecret_proof: proof });
      const answer = await ask(`${GRAPH}/${encodeURIComponent(leadgenId)}?${query}`, {
        headers: { authorization: `Bearer ${page.pageToken}` },
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!answer.ok) throw new Error(`Meta answered ${answer.status} for lead ${leadgenId}`);
      return await answer.json();
    },
  };
}

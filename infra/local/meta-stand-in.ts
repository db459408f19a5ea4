// Offline there is no Meta to ask: this stands in for its lead forms, and gives what was put there, or somebody made up.

import type { MetaForms } from '../../functions/ports.ts';
import type { KeyValues } from '../emulator/key-values.ts';

const AREA = 'meta-leads';

export class MetaStandIn implements MetaForms {
  readonly #values: KeyValues;

  constructor(values: KeyValues) {
    this.#values = values;
  }

  /** None: the source's own secret signs. */
  appSecret(): undefined {
    return undefined;
  }

  /** What Graph would give; a lead that was put there as null cannot be fetched. */
  async lead(_source: string, leadgenId: string): Promise<unknown> {
    const put = this.#values.get(AREA, leadgenId);
    if (put === null) throw new Error(`the stand-in was told not to give lead ${leadgenId}`);
    return put ?? madeUp(leadgenId);
  }

  async put(leadgenId: string, lead: unknown): Promise<void> {
    await this.#values.write([{ area: AREA, type: 'put', key: leadgenId, value: lead }]);
  }
}

function madeUp(leadgenId: string): unknown {
  const answers = { full_name: `Lead ${leadgenId}`, email: `lead-${leadgenId}@meta.example` };
  return {
    id: leadgenId,
    platform: 'fb',
    campaign_name: 'stand-in',
    field_data: Object.entries(answers).map(([name, value]) => ({ name, values: [value] })),
  };
}

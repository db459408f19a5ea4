// Section `recallReasons` of the policy (row 16): why an SDR may take an offer back. The list is a default of ours.

import * as z from 'zod';

export const RecallReasons = z
  .array(z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'not a reason such as CUSTOMER_CALLED'))
  .min(1)
  .max(50)
  .default(['CUSTOMER_CALLED', 'CUSTOMER_WITHDREW', 'WRONG_DATA', 'NOT_READY', 'DUPLICATE']);

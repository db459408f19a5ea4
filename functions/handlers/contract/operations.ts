// Every operation of the API by its name. Loaded by the OpenAPI document and the tests; routes take its types only, so that no
// function carries the schemas of what it says.

import { customerOperations, publicOperations } from './customer-operations.ts';
import { deskOperations } from './desk-operations.ts';
import { leadOperations } from './lead-operations.ts';
import { offerOperations } from './offer-operations.ts';
import { opportunityOperations } from './opportunity-operations.ts';
import { reportOperations } from './report-operations.ts';

/** By the part of the journey that they belong to. */
export const parts = {
  Public: publicOperations,
  Leads: leadOperations,
  Offers: offerOperations,
  Opportunities: opportunityOperations,
  Customers: customerOperations,
  Desk: deskOperations,
  Reports: reportOperations,
} as const;

export const operations = {
  ...publicOperations,
  ...leadOperations,
  ...offerOperations,
  ...opportunityOperations,
  ...customerOperations,
  ...deskOperations,
  ...reportOperations,
} as const;

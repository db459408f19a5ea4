-- Handovers that count for their SDR, by the month of their present state, and by that of the acceptance.
CREATE OR REPLACE TABLE figures AS
WITH shown AS (
  SELECT credit_id, 'month' AS view, local_month(since) AS period, CASE state WHEN 'CONFIRMED' THEN 'confirmed' WHEN 'PENDING' THEN 'pending' WHEN 'WINDOW_OPEN' THEN 'window open'
    WHEN 'VOID_NO_OPP' THEN 'no opportunity' WHEN 'VOID_CANCELLED' THEN 'cancelled' WHEN 'VOID_RETURNED' THEN 'returned' ELSE 'superseded' END AS figure,
    'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms FROM credit
  UNION ALL SELECT credit_id, 'accepted', local_month(accepted_at), 'accepted', 'count', 1, NULL, NULL FROM credit
  UNION ALL SELECT credit_id, 'accepted', local_month(accepted_at), 'late cancels', 'count', late_cancel::INT, NULL, NULL FROM credit
  UNION ALL SELECT credit_id, 'accepted', local_month(accepted_at), 'causes declined', 'count', cause_declined::INT, NULL, NULL FROM credit
  UNION ALL SELECT credit_id, 'accepted', local_month(accepted_at), 'late cancel share', 'rate', late_cancel::INT, 1, NULL FROM credit
  UNION ALL SELECT credit_id, 'accepted', local_month(accepted_at), 'time to opportunity', 'times', NULL, NULL, millis(accepted_at, opened_at) FROM credit WHERE opened_at IS NOT NULL
)
SELECT shown.* EXCLUDE (credit_id), NULL AS currency, c.sdr, c.rep, l.department, c.org, c.rep || ' × ' || c.sdr AS pair
FROM shown JOIN credit c USING (credit_id) JOIN lead l USING (lead_id)
UNION ALL BY NAME
SELECT 'answers' AS view, local_month(o.offered_at) AS period, figure, kind, k, n, o.sdr, o.rep, o.department, c.org, o.rep || ' × ' || o.sdr AS pair
FROM (
  SELECT offer_id, 'offers' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n FROM offer
  UNION ALL SELECT offer_id, 'accepted', 'count', 1, NULL FROM offer WHERE ended = 'Accepted'
  UNION ALL SELECT offer_id, 'refused', 'count', 1, NULL FROM offer WHERE ended IN ('Rejected', 'Misrouted')
  UNION ALL SELECT offer_id, 'silent', 'count', 1, NULL FROM offer WHERE ended = 'TimedOut'
  UNION ALL SELECT offer_id, 'taken back', 'count', 1, NULL FROM offer WHERE ended IN ('Withdrawn', 'Recalled')
  UNION ALL SELECT offer_id, 'accepted share', 'rate', (ended = 'Accepted')::INT, 1 FROM offer WHERE ended IN ('Accepted', 'Rejected', 'Misrouted', 'TimedOut')
) JOIN offer o USING (offer_id) LEFT JOIN credit c ON c.credit_id = o.offer_id WHERE o.sdr IS NOT NULL;

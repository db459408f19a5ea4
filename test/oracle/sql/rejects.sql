-- What sales refuse or give back, by the day of the answer or of the return.
CREATE OR REPLACE TABLE figures AS
WITH answered AS (SELECT *, coalesce(reason, '-') AS why FROM offer WHERE ended IN ('Accepted', 'Rejected', 'Misrouted')),
shown AS (
  SELECT offer_id, local_day(settled_at) AS period, 'answers' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n FROM answered
  UNION ALL SELECT offer_id, local_day(settled_at), 'rejected', 'count', 1, NULL FROM answered WHERE ended = 'Rejected'
  UNION ALL SELECT offer_id, local_day(settled_at), 'rejected ' || why, 'count', 1, NULL FROM answered WHERE ended = 'Rejected'
  UNION ALL SELECT offer_id, local_day(settled_at), 'misrouted', 'count', 1, NULL FROM answered WHERE ended = 'Misrouted'
  UNION ALL SELECT offer_id, local_day(settled_at), 'disputed', 'count', 1, NULL FROM answered WHERE disputed IS NOT NULL
  UNION ALL SELECT offer_id, local_day(settled_at), 'overturned', 'count', 1, NULL FROM answered WHERE disputed = 'overturned'
  UNION ALL SELECT offer_id, local_day(settled_at), 'wrongful', 'count', 1, NULL FROM answered WHERE wrongful
  UNION ALL SELECT offer_id, local_day(settled_at), 'rejected share', 'rate', (ended = 'Rejected')::INT, 1 FROM answered
  UNION ALL SELECT offer_id, local_day(settled_at), 'wrongful share', 'rate', wrongful::INT, 1 FROM answered WHERE ended = 'Rejected'
  UNION ALL SELECT offer_id, local_day(returned_at), 'returned', 'count', 1, NULL FROM offer WHERE returned_at IS NOT NULL
  UNION ALL SELECT offer_id, local_day(returned_at), 'returned ' || returned_for, 'count', 1, NULL FROM offer WHERE returned_at IS NOT NULL
)
SELECT 'answered' AS view, shown.* EXCLUDE (offer_id), NULL::BIGINT AS ms, NULL AS currency, d.class, d.channel, d.campaign, o.grade, o.rep, o.department, o.sdr
FROM shown JOIN offer o USING (offer_id) JOIN lead_dims d USING (lead_id);

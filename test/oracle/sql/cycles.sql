-- How long deals and trials take and how they end, by the day on which they ended, or on which the trial began.
CREATE OR REPLACE TABLE figures AS
WITH one AS (SELECT o.*, l.arrived_at, CASE WHEN status <> 'OPEN' THEN since END AS closed_at FROM opportunity o JOIN lead l USING (lead_id)),
shown AS (
  SELECT opportunity_id, 'won' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS ms FROM one WHERE status = 'WON'
  UNION ALL SELECT opportunity_id, 'lost', 'count', 1, NULL FROM one WHERE status = 'LOST'
  UNION ALL SELECT opportunity_id, 'lost ' || coalesce(reason, '-'), 'count', 1, NULL FROM one WHERE status = 'LOST'
  UNION ALL SELECT opportunity_id, 'cancelled', 'count', 1, NULL FROM one WHERE status = 'CANCELLED'
  UNION ALL SELECT opportunity_id, 'deal cycle', 'times', NULL, millis(opened_at, closed_at) FROM one WHERE status = 'WON'
  UNION ALL SELECT opportunity_id, 'time to sign', 'times', NULL, millis(arrived_at, closed_at) FROM one WHERE status = 'WON'
  UNION ALL SELECT opportunity_id, 'trials', 'count', 1, NULL FROM one WHERE poc_at IS NOT NULL
  UNION ALL SELECT opportunity_id, 'trial', 'times', NULL, poc_millis FROM one WHERE poc_millis IS NOT NULL
  UNION ALL SELECT opportunity_id, 'trials failed', 'count', 1, NULL FROM one WHERE poc_failed IS NOT NULL
  UNION ALL SELECT opportunity_id, 'pocFailed ' || poc_failed, 'count', 1, NULL FROM one WHERE poc_failed IS NOT NULL
)
SELECT 'ended' AS view, local_day(coalesce(closed_at, poc_at, opened_at)) AS period, figure, kind, k, NULL::BIGINT AS n, ms, NULL AS currency,
  d.class, d."productLine", d.region, d.industry, d.sdr, coalesce(one.rep, d.rep) AS rep, d.department
FROM shown JOIN one USING (opportunity_id) JOIN lead_dims d USING (lead_id);

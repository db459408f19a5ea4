-- Misses, suspensions, excused silences and annulments, by the day on which each was recorded.
CREATE OR REPLACE TABLE figures AS
WITH suspended AS (
  -- The suspension belongs to the last of its causes that is an offer of this lead; another one of the same offer takes its place.
  SELECT offer_id, arg_max(occurred_at, pos) AS suspended_at FROM (
    SELECT e.scope, e.pos, e.occurred_at, arg_max(cause, nth) AS offer_id FROM (
      SELECT *, unnest(from_json(data -> '$.causeOfferIds', '["VARCHAR"]')) AS cause, generate_subscripts(from_json(data -> '$.causeOfferIds', '["VARCHAR"]'), 1) AS nth
      FROM e WHERE type = 'RepSuspended') e
    WHERE cause IN (SELECT offer_id FROM offer WHERE lead_id = e.scope) GROUP BY 1, 2, 3) GROUP BY 1
), desk AS (
  SELECT scope, arg_max(said(data, 'department'), pos) AS department FROM e WHERE type IN ('RepChanged', 'RepActivated', 'RepDeactivated') AND scope LIKE 'rep%' GROUP BY 1
), shown AS (
  SELECT local_day(missed_at) AS period, 'misses' AS figure, rep, department FROM offer WHERE missed_at IS NOT NULL
  UNION ALL SELECT local_day(suspended_at), 'suspensions', rep, department FROM suspended JOIN offer USING (offer_id)
  UNION ALL SELECT local_day(settled_at), 'excused', rep, department FROM offer WHERE ended = 'TimedOut' AND excused IS NOT NULL
  UNION ALL SELECT local_day(occurred_at), 'annulled', said(data, 'repId'), desk.department FROM e LEFT JOIN desk USING (scope) WHERE type = 'StrikeAnnulled' AND scope LIKE 'rep%'
)
SELECT 'recorded' AS view, period, figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms, NULL AS currency, rep, department FROM shown;

-- What stands open in which stage and since when, and how long those stayed that have left it.
CREATE OR REPLACE TABLE figures AS
WITH here AS (
  SELECT o.*, s.entered_at FROM opportunity o JOIN stay s ON s.opportunity_id = o.opportunity_id AND s.left_at IS NULL WHERE status = 'OPEN'
), aged AS (SELECT *, (date_diff('day', local_day(entered_at)::DATE, getvariable('as_of')::DATE) + 1) * 86400000 AS age FROM here),
usual AS (SELECT stage, round(median(in_bin(millis(entered_at, left_at)))) AS stayed FROM stay WHERE left_at IS NOT NULL GROUP BY 1 HAVING count(*) >= 10),
noted AS (
  SELECT DISTINCT said(data, 'opportunityId') AS opportunity_id, unnest(from_json(data -> '$.fields', '["VARCHAR"]')) AS field FROM e WHERE type = 'OpportunityUpdated'
), shown AS (
  SELECT opportunity_id, stage, 'open' AS view, local_day(entered_at) AS period, 'open' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS ms, NULL AS currency FROM aged
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(entered_at), 'amount', 'money', amount, NULL, currency FROM aged
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(entered_at), 'age in stage', 'times', NULL, age, NULL FROM aged
  -- What is usual is told by bins.
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(entered_at), 'older than usual', 'count', (age > stayed)::INT, NULL, NULL FROM aged JOIN usual USING (stage)
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(entered_at), 'stalled', 'count', 1, NULL, NULL FROM aged WHERE last_word = 'OpportunityStalled'
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(entered_at), CASE field WHEN 'nextStep' THEN 'with a next step' WHEN 'competitor' THEN 'with a competitor' ELSE 'resources asked for' END,
    'count', 1, NULL, NULL FROM aged JOIN noted USING (opportunity_id) WHERE field IN ('nextStep', 'competitor', 'resourceAsks')
  UNION ALL SELECT opportunity_id, stage, 'open', local_day(left_at), 'usual stay', 'times', NULL, millis(entered_at, left_at), NULL FROM stay WHERE left_at IS NOT NULL
  UNION ALL SELECT opportunity_id, stage, 'moves', local_day(entered_at), 'entered', 'count', 1, NULL, NULL FROM stay
  UNION ALL SELECT opportunity_id, stage, 'moves', local_day(left_at), 'left', 'count', 1, NULL, NULL FROM stay WHERE left_at IS NOT NULL
  UNION ALL SELECT opportunity_id, stage, 'moves', local_day(left_at), 'stay', 'times', NULL, millis(entered_at, left_at), NULL FROM stay WHERE left_at IS NOT NULL
)
SELECT shown.* EXCLUDE (opportunity_id), NULL::BIGINT AS n, d."productLine", d.region, d.industry, coalesce(o.rep, d.rep) AS rep, d.department
FROM shown JOIN opportunity o USING (opportunity_id) JOIN lead_dims d USING (lead_id);

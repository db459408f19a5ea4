-- What each piece of content brought: whom it touched, whose first source it was, and which opportunities' people had read it before.
CREATE OR REPLACE TABLE figures AS
WITH read AS (
  SELECT t.* FROM touch t SEMI JOIN lead_dims USING (lead_id) WHERE came.page IS NOT NULL OR came.content IS NOT NULL OR came.author IS NOT NULL
), brought AS (
  SELECT l.* FROM lead l SEMI JOIN lead_dims USING (lead_id) WHERE came.page IS NOT NULL OR came.content IS NOT NULL OR came.author IS NOT NULL
), helped AS (
  SELECT o.opportunity_id, o.opened_at, arg_max(r.came, (r.pos, r.touch_id)) AS came FROM opportunity o JOIN read r ON r.lead_id = o.lead_id AND r.touched_at <= o.opened_at
  GROUP BY o.opportunity_id, o.opened_at, r.came.page, r.came.content, r.came.author
), shown AS (
  SELECT local_day(touched_at) AS period, 'touches' AS figure, 'count' AS kind, 1 AS k, NULL AS currency, came FROM read
  UNION ALL SELECT local_day(arrived_at), 'registrations', 'count', 1, NULL, came FROM brought WHERE arrived_at IS NOT NULL AND NOT expansion
  UNION ALL SELECT local_day(opened_at), 'opportunities', 'count', 1, NULL, came FROM brought JOIN opportunity USING (lead_id)
  UNION ALL SELECT local_day(since), 'won', 'count', 1, NULL, came FROM brought JOIN opportunity USING (lead_id) WHERE status = 'WON'
  UNION ALL SELECT local_day(since), 'amount', 'money', amount, currency, came FROM brought JOIN opportunity USING (lead_id) WHERE status = 'WON'
  UNION ALL SELECT local_day(opened_at), 'helped', 'count', 1, NULL, came FROM helped
)
SELECT 'brought' AS view, shown.* EXCLUDE (came), NULL::BIGINT AS n, NULL::BIGINT AS ms, came.page AS page, came.author AS author, came.content AS content, came.class AS class, came.channel AS channel
FROM shown;

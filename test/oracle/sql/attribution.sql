-- Which touch earned the order: each model gives the whole order away, in whole minor units, the rest to the largest remainders.
CREATE OR REPLACE TABLE figures AS
WITH won AS (
  SELECT o.*, (SELECT arg_min(entered_at, pos) FROM entry e WHERE e.lead_id = o.lead_id AND stage = 'MQL') AS mql_at FROM opportunity o WHERE status = 'WON'
), touched AS (
  SELECT w.opportunity_id, row_number() OVER (PARTITION BY w.opportunity_id ORDER BY t.touched_at, t.touch_id) AS nth, t.touched_at, t.came
  FROM won w JOIN touch t ON t.lead_id = w.lead_id AND t.touched_at <= w.since
  UNION ALL
  SELECT w.opportunity_id, 1, w.since, l.came FROM won w JOIN lead l USING (lead_id)
  WHERE NOT EXISTS (SELECT 1 FROM touch t WHERE t.lead_id = w.lead_id AND t.touched_at <= w.since)
), milestone AS (
  SELECT opportunity_id, count(*) AS touches, coalesce(max(nth) FILTER (touched_at <= mql_at), 1) AS before_mql, coalesce(max(nth) FILTER (touched_at <= opened_at), 1) AS before_opportunity
  FROM touched JOIN won USING (opportunity_id) GROUP BY 1
), stone AS (
  SELECT opportunity_id, 'first' AS view, 1 AS nth, 1 AS weight, 0 AS others FROM milestone
  UNION ALL SELECT opportunity_id, 'last', before_mql, 1, 0 FROM milestone
  UNION ALL SELECT opportunity_id, 'u', 1, 40, 20 FROM milestone UNION ALL SELECT opportunity_id, 'u', before_mql, 40, 20 FROM milestone
  UNION ALL SELECT opportunity_id, 'w', 1, 30, 10 FROM milestone UNION ALL SELECT opportunity_id, 'w', before_mql, 30, 10 FROM milestone
  UNION ALL SELECT opportunity_id, 'w', before_opportunity, 30, 10 FROM milestone
), model AS (SELECT opportunity_id, view, nth, sum(weight) AS weight, any_value(others) AS others FROM stone GROUP BY ALL),
of_touch AS (
  SELECT t.opportunity_id, v.view, t.nth, t.came, coalesce(m.weight, 0) AS stone,
    (SELECT any_value(others) FROM model x WHERE x.opportunity_id = t.opportunity_id AND x.view = v.view) AS others,
    count(*) FILTER (m.weight IS NULL) OVER (PARTITION BY t.opportunity_id, v.view) AS free
  FROM touched t CROSS JOIN (VALUES ('first'), ('last'), ('u'), ('w')) v(view)
    LEFT JOIN model m ON m.opportunity_id = t.opportunity_id AND m.view = v.view AND m.nth = t.nth
), weighed AS (
  -- Weights as whole numbers: each stone times how many share the rest, each of these the rest once.
  SELECT opportunity_id, view, nth, came, (CASE WHEN free = 0 THEN stone WHEN stone > 0 THEN stone * free ELSE others END)::HUGEINT AS weight FROM of_touch
  UNION ALL SELECT opportunity_id, 'linear', nth, came, 1 FROM touched
  UNION ALL SELECT opportunity_id, 'firstSource', 1, l.came, 1 FROM won JOIN lead l USING (lead_id)
  UNION ALL SELECT opportunity_id, 'original', 1, l.came_at_first, 1 FROM won JOIN lead l USING (lead_id)
), total AS (SELECT opportunity_id, view, sum(weight)::HUGEINT AS sum FROM weighed GROUP BY ALL),
given AS (
  SELECT opportunity_id, 'orders' AS figure, 'parts' AS kind, 1000000::HUGEINT AS whole, NULL AS currency FROM won
  UNION ALL SELECT opportunity_id, 'amount', 'money', amount, currency FROM won
  UNION ALL SELECT opportunity_id, 'amount at home', 'money', coalesce(minor(home_amount, home_currency), amount), coalesce(home_currency, currency)
    FROM won WHERE home_amount IS NOT NULL OR currency = getvariable('own')
  UNION ALL SELECT opportunity_id, 'orders without a rate', 'parts', 1000000, NULL FROM won WHERE home_amount IS NULL AND currency <> getvariable('own')
), divided AS (
  SELECT opportunity_id, view, nth, came, figure, kind, currency, whole, whole * weight // sum AS share, whole * weight % sum AS rest FROM weighed JOIN total USING (opportunity_id, view) JOIN given USING (opportunity_id)
), shared AS (
  SELECT *, share + (row_number() OVER (PARTITION BY opportunity_id, view, figure ORDER BY rest DESC, nth) <= whole - sum(share) OVER (PARTITION BY opportunity_id, view, figure))::INT AS k FROM divided
)
, told AS (SELECT view, figure, shared.* EXCLUDE (view, figure) FROM shared UNION ALL BY NAME SELECT 'models' AS view, view || ' ' || figure AS figure, shared.* EXCLUDE (view, figure) FROM shared)
SELECT view, local_day(w.since) AS period, figure, CASE kind WHEN 'parts' THEN 'count' ELSE kind END AS kind,
  CASE kind WHEN 'parts' THEN k::DOUBLE / 1000000 ELSE k::DOUBLE END AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms, s.currency,
  came.class AS class, came.channel AS channel, came.source AS source, came.key AS key, came.campaign AS campaign, came.term AS term, came.content AS content, came.page AS page, came.author AS author
FROM told s JOIN won w USING (opportunity_id);

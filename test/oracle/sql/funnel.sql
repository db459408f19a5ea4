-- How many come to each layer (cohort: by the month of their first), and who entered one on which day (period).
CREATE OR REPLACE TABLE figure AS
WITH standing AS (
  SELECT e.* FROM entry e JOIN lead USING (lead_id)
  WHERE NOT merged AND (stage <> 'WON' OR EXISTS (SELECT 1 FROM opportunity o WHERE o.lead_id = e.lead_id AND status = 'WON'))
), first_seen AS (
  SELECT lead_id, local_month(arg_min(entered_at, (pos, rank))) AS period FROM standing GROUP BY lead_id
), layer AS (
  SELECT lead_id, stage, rank, bool_and(inferred) AS inferred, count(*) FILTER (cycle > 1) AS again,
    arg_min(entered_at, pos) AS entered_at, arg_min(inferred, pos) AS first_inferred FROM standing GROUP BY ALL
), chain(stage, before) AS (VALUES ('MAL', NULL), ('MQL', 'MAL'), ('READY', 'MQL'), ('OFFERED', 'READY'), ('SAL', 'OFFERED'), ('SQL', 'SAL'),
  ('OPPORTUNITY', 'SQL'), ('WON', 'OPPORTUNITY'), ('POC', 'OPPORTUNITY')
), newcomer AS (SELECT lead_id FROM lead WHERE NOT expansion),
last_opportunity AS (SELECT lead_id, arg_max(opportunity_id, pos) AS opportunity_id FROM opportunity GROUP BY 1),
worth AS (
  SELECT lead_id, 'WON' AS stage, opportunity.* EXCLUDE (lead_id, stage) FROM opportunity WHERE status = 'WON'
  UNION ALL BY NAME
  SELECT lead_id, s.stage, opportunity.* EXCLUDE (lead_id, stage) FROM opportunity JOIN last_opportunity USING (lead_id, opportunity_id), (VALUES ('OPPORTUNITY'), ('POC')) s(stage)
), cohort AS (
  SELECT lead_id, stage AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms, NULL AS currency FROM layer SEMI JOIN newcomer USING (lead_id)
  UNION ALL SELECT lead_id, stage || ' of customers', 'count', 1, NULL, NULL, NULL FROM layer ANTI JOIN newcomer USING (lead_id)
  UNION ALL SELECT lead_id, stage || ' inferred', 'count', 1, NULL, NULL, NULL FROM layer WHERE inferred
  UNION ALL SELECT lead_id, stage || ' again', 'count', again, NULL, NULL, NULL FROM layer
  UNION ALL SELECT lead_id, c.stage || ' of ' || c.before, 'rate', (l.stage = c.stage)::INT, (l.stage = c.before)::INT, NULL, NULL
    FROM layer l SEMI JOIN newcomer USING (lead_id) JOIN chain c ON l.stage IN (c.stage, c.before) WHERE c.before IS NOT NULL
  UNION ALL SELECT lead_id, c.stage || ' of MAL', 'rate', (l.stage = c.stage)::INT, (l.stage = 'MAL')::INT, NULL, NULL
    FROM layer l SEMI JOIN newcomer USING (lead_id) JOIN chain c ON l.stage IN (c.stage, 'MAL') WHERE c.before IS NOT NULL AND c.before <> 'MAL'
  UNION ALL SELECT l.lead_id, c.stage || ' time', 'times', NULL, NULL, millis(b.entered_at, l.entered_at), NULL
    FROM layer l JOIN chain c USING (stage) JOIN layer b ON b.lead_id = l.lead_id AND b.stage = c.before
    WHERE NOT l.first_inferred AND NOT b.first_inferred
  UNION ALL SELECT l.lead_id, 'whole way', 'times', NULL, NULL, millis(b.entered_at, l.entered_at), NULL
    FROM layer l JOIN layer b ON b.lead_id = l.lead_id AND l.stage = 'WON' AND b.stage = 'MAL' WHERE NOT l.first_inferred AND NOT b.first_inferred
  UNION ALL SELECT lead_id, stage || ' amount', 'money', amount, NULL, NULL, currency FROM worth SEMI JOIN layer USING (lead_id, stage)
  UNION ALL SELECT lead_id, 'offers open', 'count', 1, NULL, NULL, NULL FROM offer WHERE ended IS NULL AND local_day(accept_due) >= getvariable('as_of')
  UNION ALL SELECT lead_id, 'windows open', 'count', 1, NULL, NULL, NULL FROM credit WHERE state = 'WINDOW_OPEN' AND local_day(due_at) >= getvariable('as_of')
  UNION ALL SELECT lead_id, 'credits open', 'count', 1, NULL, NULL, NULL FROM credit WHERE state = 'PENDING' AND local_day(due_at) >= getvariable('as_of')
), last_time AS (
  -- What it is worth comes to a layer once: the last time.
  SELECT lead_id, stage, arg_max(entered_at, cycle) AS entered_at FROM standing GROUP BY lead_id, stage
), entered AS (
  SELECT s.lead_id, local_day(s.entered_at) AS period, s.stage || CASE WHEN l.expansion THEN ' of customers' WHEN s.cycle > 1 THEN ' again' ELSE '' END AS figure,
    'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms, NULL AS currency FROM standing s JOIN lead l USING (lead_id)
  UNION ALL SELECT s.lead_id, local_day(s.entered_at), s.stage || ' amount', 'money', w.amount, NULL, NULL, w.currency
    FROM last_time s JOIN worth w USING (lead_id, stage)
), at_home AS (
  SELECT lead_id, 'WON amount at home' AS figure, 'money' AS kind, amount AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms, currency
  FROM worth WHERE stage = 'WON' AND currency = getvariable('own') AND home_amount IS NULL
  UNION ALL SELECT lead_id, 'WON amount at home', 'money', minor(home_amount, home_currency), NULL, NULL, home_currency FROM worth WHERE stage = 'WON' AND home_amount IS NOT NULL
  UNION ALL SELECT lead_id, 'orders without a rate', 'count', 1, NULL, NULL, NULL FROM worth WHERE stage = 'WON' AND home_amount IS NULL AND currency <> getvariable('own')
)
SELECT 'cohort' AS view, period, cohort.* FROM cohort JOIN first_seen USING (lead_id)
UNION ALL SELECT 'cohort', period, at_home.* FROM at_home JOIN first_seen USING (lead_id)
UNION ALL BY NAME SELECT 'period' AS view, * FROM entered
UNION ALL BY NAME SELECT 'period' AS view, local_day(s.entered_at) AS period, at_home.* FROM at_home JOIN last_time s ON s.lead_id = at_home.lead_id AND s.stage = 'WON';
CREATE OR REPLACE TABLE figures AS SELECT * FROM figure JOIN lead_dims USING (lead_id);

-- What was spent in a month, and what came of the leads that began in it, by their first source in one spelling.
CREATE OR REPLACE MACRO one_spelling(t) AS lower(trim(regexp_replace(t, '\s+', ' ', 'g')));
CREATE OR REPLACE TABLE figures AS
WITH paid AS (
  SELECT arg_max(data, pos) AS data FROM e WHERE type IN ('SpendTold', 'SpendCorrected', 'SpendConverted') GROUP BY scope
), spend AS (
  SELECT said(data, 'month') AS period, said(data, 'class') AS class, said(data, 'channel') AS channel, one_spelling(said(data, 'platform')) AS source,
    one_spelling(said(data, 'campaign')) AS campaign, said(data, 'currency') AS currency, minor(said(data, 'amount'), said(data, 'currency')) AS amount,
    said(data, 'home.currency') AS home_currency, minor(said(data, 'home.amount'), said(data, 'home.currency')) AS home FROM paid
), began AS (
  SELECT e.lead_id, local_month(arg_min(entered_at, (pos, rank))) AS period FROM entry e JOIN lead l USING (lead_id) WHERE NOT l.expansion AND NOT l.merged GROUP BY 1
), lead_of AS (
  SELECT b.lead_id, b.period, d.class, d.channel, one_spelling(d.source) AS source, one_spelling(d.campaign) AS campaign FROM began b JOIN lead_dims d USING (lead_id)
), order_of AS (SELECT o.* FROM opportunity o JOIN began USING (lead_id) WHERE status = 'WON'),
step AS (
  SELECT DISTINCT lead_id, stage FROM entry JOIN began USING (lead_id) WHERE stage IN ('MAL', 'MQL', 'OPPORTUNITY')
  UNION SELECT lead_id, 'WON' FROM order_of
), under_way AS (
  SELECT lead_id FROM opportunity WHERE status = 'OPEN' UNION SELECT lead_id FROM offer WHERE ended IS NULL UNION SELECT lead_id FROM credit WHERE state = 'WINDOW_OPEN'
), per(figure, stage) AS (VALUES ('cost per lead', 'MAL'), ('cost per MQL', 'MQL'), ('cost per opportunity', 'OPPORTUNITY'), ('CAC', 'WON')),
of_lead AS (
  SELECT lead_id, CASE stage WHEN 'MAL' THEN 'leads' WHEN 'MQL' THEN 'MQL' WHEN 'WON' THEN 'customers' ELSE 'opportunities' END AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL AS currency FROM step
  UNION ALL SELECT lead_id, 'MQL of leads', 'rate', (stage = 'MQL')::INT, (stage = 'MAL')::INT, NULL FROM step WHERE stage IN ('MAL', 'MQL')
  UNION ALL SELECT lead_id, 'opportunities of MQL', 'rate', (stage = 'OPPORTUNITY')::INT, (stage = 'MQL')::INT, NULL FROM step WHERE stage IN ('OPPORTUNITY', 'MQL')
  UNION ALL SELECT lead_id, 'customers of opportunities', 'rate', (stage = 'WON')::INT, (stage = 'OPPORTUNITY')::INT, NULL FROM step WHERE stage IN ('OPPORTUNITY', 'WON')
  UNION ALL SELECT lead_id, 'deals', 'count', 1, NULL, NULL FROM order_of
  UNION ALL SELECT lead_id, 'won', 'money', amount, NULL, currency FROM order_of
  UNION ALL SELECT lead_id, 'won at home', 'money', coalesce(minor(home_amount, home_currency), amount), NULL, coalesce(home_currency, currency) FROM order_of
    WHERE home_amount IS NOT NULL OR currency = getvariable('own')
  UNION ALL SELECT lead_id, 'orders without a rate', 'count', 1, NULL, NULL FROM order_of WHERE home_amount IS NULL AND currency <> getvariable('own')
  UNION ALL SELECT lead_id, 'leads under way', 'count', 1, NULL, NULL FROM began SEMI JOIN under_way USING (lead_id)
  -- What was spent (k) for each that came so far (n), in each currency in which anything was spent.
  UNION ALL SELECT lead_id, per.figure, 'money', 0, 1, c.currency FROM step JOIN per USING (stage), (SELECT DISTINCT currency FROM spend) c
  UNION ALL SELECT lead_id, 'cost per deal', 'money', 0, 1, c.currency FROM order_of, (SELECT DISTINCT currency FROM spend) c
)
SELECT 'cohort' AS view, NULL::BIGINT AS ms, of_lead.* EXCLUDE (lead_id), l.* EXCLUDE (lead_id) FROM of_lead JOIN lead_of l USING (lead_id)
UNION ALL BY NAME SELECT 'cohort' AS view, 'spent' AS figure, 'money' AS kind, amount AS k, * EXCLUDE (amount, home, home_currency) FROM spend
UNION ALL BY NAME SELECT 'cohort' AS view, 'spent at home' AS figure, 'money' AS kind, coalesce(home, amount) AS k, * EXCLUDE (amount, home, home_currency, currency),
  coalesce(home_currency, currency) AS currency FROM spend WHERE home IS NOT NULL OR currency = getvariable('own')
UNION ALL BY NAME SELECT 'cohort' AS view, 'spend without a rate' AS figure, 'count' AS kind, 1 AS k, * EXCLUDE (amount, home, home_currency, currency)
  FROM spend WHERE home IS NULL AND currency <> getvariable('own')
UNION ALL BY NAME SELECT 'cohort' AS view, f.figure, 'money' AS kind, amount AS k, 0 AS n, spend.* EXCLUDE (amount, home, home_currency)
  FROM spend, (SELECT figure FROM per UNION ALL SELECT 'cost per deal') f;

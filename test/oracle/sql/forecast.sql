-- What may be earned: what was open, by the day on which it should close, weighed by its stage; and what was won.
CREATE OR REPLACE TABLE figures AS
WITH one AS (
  SELECT o.*, d.* EXCLUDE (lead_id, rep), coalesce(o.rep, d.rep) AS rep, last_word = 'OpportunityStalled' AS stalled
  FROM opportunity o JOIN lead_dims d USING (lead_id)
), dims AS (SELECT opportunity_id, "productLine", region, rep, department FROM one),
shown AS (
  SELECT opportunity_id, 'open' AS view, expected_on AS period, stage AS figure, 'count' AS kind, 1::DOUBLE AS k, NULL AS currency FROM one WHERE status = 'OPEN'
  UNION ALL SELECT opportunity_id, 'open', expected_on, stage || ' amount', 'money', amount, currency FROM one WHERE status = 'OPEN'
  UNION ALL SELECT opportunity_id, 'open', expected_on, stage || ' stalled', 'count', stalled::INT, NULL FROM one WHERE status = 'OPEN'
  UNION ALL SELECT opportunity_id, 'open', expected_on, 'expected', 'money', amount * coalesce(probability, 0), currency
    FROM one LEFT JOIN stage_weight USING (stage) WHERE status = 'OPEN'
  UNION ALL SELECT opportunity_id, 'won', local_day(since), 'orders', 'count', 1, NULL FROM one WHERE status = 'WON'
  UNION ALL SELECT opportunity_id, 'won', local_day(since), 'amount', 'money', amount, currency FROM one WHERE status = 'WON'
  UNION ALL SELECT opportunity_id, 'won', local_day(since), 'amount at home', 'money', coalesce(minor(home_amount, home_currency), amount), coalesce(home_currency, currency)
    FROM one WHERE status = 'WON' AND (home_amount IS NOT NULL OR currency = getvariable('own'))
  UNION ALL SELECT opportunity_id, 'won', local_day(since), 'orders without a rate', 'count', 1, NULL
    FROM one WHERE status = 'WON' AND home_amount IS NULL AND currency <> getvariable('own')
)
SELECT *, NULL::BIGINT AS n, NULL::BIGINT AS ms FROM shown JOIN dims USING (opportunity_id);

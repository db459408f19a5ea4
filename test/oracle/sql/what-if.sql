-- Leads by the rate of each step, as it was or as it is set by hand (supposed); the intervals of all steps together by MOVER (Donner and
-- Zou 2012), and what a deal costs when the leads cost what they did.
WITH stage(rank, stage) AS (VALUES (1, 'MAL'), (2, 'MQL'), (3, 'READY'), (4, 'OFFERED'), (5, 'SAL'), (6, 'SQL'), (7, 'OPPORTUNITY'), (8, 'WON')),
layer AS (SELECT rank, stage, coalesce(sum(k), 0) AS n FROM stage LEFT JOIN cohort ON figure = stage GROUP BY ALL),
came AS (SELECT *, lag(n) OVER (ORDER BY rank) AS before FROM layer), step AS (
  SELECT rank, stage, came.n, coalesce(supposed.rate, CASE WHEN before >= 10 THEN came.n / before END) AS rate,
    coalesce(supposed.rate, wilson(came.n, before).low) AS low, coalesce(supposed.rate, wilson(came.n, before).high) AS high
  FROM came LEFT JOIN supposed USING (stage) WHERE rank > 1
), way AS (
  SELECT s.rank, s.stage, s.n, m.n AS leads, bool_or(p.rate IS NULL) AS unknown, product(p.rate) AS rate, product(p.high) AS highest,
    sum(CASE WHEN p.rate > 0 THEN ln(p.rate / p.low) ** 2 END) AS below, sum(CASE WHEN p.rate > 0 THEN ln(p.high / p.rate) ** 2 END) AS above
  FROM step s JOIN step p ON p.rank <= s.rank JOIN came m ON m.rank = 1 GROUP BY ALL
), would AS (
  SELECT stage, n AS was, CASE WHEN NOT unknown THEN leads * rate END AS expected, CASE WHEN NOT unknown THEN leads * CASE WHEN rate = 0 THEN 0 ELSE rate * exp(-sqrt(below)) END END AS low,
    CASE WHEN NOT unknown THEN leads * CASE WHEN rate = 0 THEN highest ELSE least(1, rate * exp(sqrt(above))) END END AS high
  FROM way
), per_lead AS (
  SELECT round(sum(k) FILTER (figure = 'spent at home') / nullif(sum(k) FILTER (figure = 'leads'), 0)) / 100 AS cost FROM spending
  HAVING coalesce(sum(k) FILTER (figure = 'spend without a rate'), 0) = 0
), spent AS (SELECT cost * (SELECT n FROM came WHERE rank = 1) AS total FROM per_lead)
SELECT stage, was::DOUBLE AS was, expected, low, high FROM would
UNION ALL SELECT 'cost per deal', NULL, round(total / expected, 2), round(total / high, 2), round(total / low, 2) FROM would, spent WHERE stage = 'WON' AND low > 0 AND total IS NOT NULL

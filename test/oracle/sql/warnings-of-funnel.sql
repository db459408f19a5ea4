-- What a funnel warns of: a layer of fewer than ten, one channel of more than 60 % of all leads, and a layer to which ten came to the one
-- before it, and nobody at all in thirty days.
WITH stage(rank, stage) AS (VALUES (1, 'MAL'), (2, 'MQL'), (3, 'READY'), (4, 'OFFERED'), (5, 'SAL'), (6, 'SQL'), (7, 'OPPORTUNITY'), (8, 'WON')),
came AS (SELECT rank, stage, sum(k) AS n FROM figures JOIN stage ON figure = stage WHERE view = 'cohort' GROUP BY ALL),
leads AS (SELECT coalesce(channel, '-') AS channel, sum(k) AS n, sum(sum(k)) OVER () AS of FROM figures WHERE view = 'cohort' AND figure = 'MAL' GROUP BY 1),
entered AS (
  SELECT rank, stage, coalesce(sum(k) FILTER (figure = stage), 0) AS ever, coalesce(sum(k) FILTER (period::DATE > getvariable('as_of')::DATE - 30), 0) AS lately
  FROM stage LEFT JOIN figures ON view = 'period' AND kind = 'count' AND figure IN (stage, stage || ' again', stage || ' of customers') GROUP BY ALL
)
SELECT 'THIN_LAYER' AS code, arg_min(stage, rank) AS row FROM came WHERE n BETWEEN 1 AND 9 HAVING count(*) > 0
UNION ALL SELECT 'ONE_SOURCE', channel FROM leads WHERE of >= 10 AND n / of > 0.6
UNION ALL SELECT 'STALLED_LAYER', arg_min(e.stage, e.rank) FROM entered e JOIN entered b ON b.rank = e.rank - 1 WHERE b.ever >= 10 AND e.lately = 0 HAVING count(*) > 0

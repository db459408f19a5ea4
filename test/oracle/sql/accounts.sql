-- How companies behave towards us, by what they are to us by their lead; and how far the leads of each segment come.
CREATE OR REPLACE TABLE figures AS
WITH ends AS (
  SELECT lead_id, bool_or(status = 'OPEN') AS is_open, bool_or(status = 'WON') AS is_won, arg_max(status, pos) AS last_one FROM opportunity GROUP BY lead_id
), one AS (
  SELECT d.*, l.arrived_at, l.expansion, CASE WHEN is_open THEN 'open' WHEN is_won THEN 'customers' WHEN last_one = 'LOST' THEN 'lost' WHEN l.ended THEN NULL ELSE 'open' END AS standing,
    coalesce(is_won, false) AS is_won,
    CASE WHEN d.industry IS NOT NULL OR d.region IS NOT NULL THEN coalesce(d.industry, '-') || ' × ' || coalesce(d.region, '-') END AS segment
  FROM lead_dims d JOIN lead l USING (lead_id) LEFT JOIN ends USING (lead_id)
), began AS (SELECT lead_id, local_month(arg_min(entered_at, (pos, rank))) AS period FROM entry GROUP BY lead_id),
came AS (SELECT DISTINCT lead_id, stage FROM entry JOIN one USING (lead_id) WHERE NOT expansion AND (stage <> 'WON' OR is_won)),
shown AS (
  SELECT lead_id, standing AS view, local_day(arrived_at) AS period, 'accounts' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n FROM one WHERE standing IS NOT NULL AND arrived_at IS NOT NULL
  UNION ALL SELECT lead_id, standing, local_day(touched_at), f.figure, f.kind, 1, NULL FROM one JOIN touch USING (lead_id), (VALUES ('touches', 'count'), ('change', 'number')) f(figure, kind)
    WHERE standing IS NOT NULL AND arrived_at IS NOT NULL
  UNION ALL SELECT lead_id, 'segments', period, CASE stage WHEN 'MAL' THEN 'leads' WHEN 'SAL' THEN 'accepted' WHEN 'OPPORTUNITY' THEN 'opportunities' ELSE 'won' END, 'count', 1, NULL
    FROM came JOIN began USING (lead_id) WHERE stage IN ('MAL', 'SAL', 'OPPORTUNITY', 'WON')
  UNION ALL SELECT lead_id, 'segments', period, 'opportunity share', 'rate', (stage = 'OPPORTUNITY')::INT, (stage = 'MAL')::INT FROM came JOIN began USING (lead_id) WHERE stage IN ('MAL', 'OPPORTUNITY')
  UNION ALL SELECT lead_id, 'segments', period, 'won share', 'rate', (stage = 'WON')::INT, (stage = 'MAL')::INT FROM came JOIN began USING (lead_id) WHERE stage IN ('MAL', 'WON')
)
SELECT shown.*, NULL::BIGINT AS ms, NULL AS currency, one.region, one.industry, one.segment, one.department, one.rep, one.sdr FROM shown JOIN one USING (lead_id);

-- The same by month and by day: companies that were there by its end, and their touches in it and in as many days before it.
CREATE OR REPLACE TABLE of_time AS
WITH part AS (
  SELECT DISTINCT kind, value, min(day) OVER (PARTITION BY kind, value) AS first, max(day) OVER (PARTITION BY kind, value) AS last FROM (
    SELECT d::DATE AS day, unnest([{'kind': 'month', 'value': strftime(d, '%Y-%m')}, {'kind': 'day', 'value': strftime(d, '%Y-%m-%d')}], recursive := true)
    FROM generate_series(make_timestamp(year(getvariable('as_of')::DATE) - 6, 1, 1, 0, 0, 0), getvariable('as_of')::TIMESTAMP, INTERVAL 1 DAY) t(d))
), touched AS (
  SELECT view, part.kind AS rows, value, period::DATE BETWEEN first AND last AS is_in FROM figures JOIN part ON figure = 'touches' AND period::DATE BETWEEN first - (last - first + 1)::INT AND last
)
SELECT view, part.kind AS rows, value, 'accounts' AS figure, 'count' AS kind, count(*) AS k FROM figures JOIN part ON figure = 'accounts' AND period::DATE <= last GROUP BY ALL
UNION ALL SELECT view, rows, value, CASE WHEN is_in THEN 'touches' ELSE 'touches before' END, 'count', count(*) FROM touched GROUP BY ALL
UNION ALL SELECT view, rows, value, 'change', 'number', sum(CASE WHEN is_in THEN 1 ELSE -1 END) FROM touched GROUP BY ALL;

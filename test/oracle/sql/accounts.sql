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

-- Offers by their day, and on which days each rep could have had one: at whose noon he was on the desk and on the roster, not away, not suspended.
CREATE OR REPLACE TABLE figures AS
WITH day AS (
  SELECT d::DATE AS day, d + INTERVAL 12 HOUR - to_hours(getvariable('hours')::INT) AS noon
  FROM generate_series(make_timestamp(year(getvariable('as_of')::DATE) - 6, 1, 1, 0, 0, 0), getvariable('as_of')::TIMESTAMP, INTERVAL 1 DAY) t(d)
), desk AS (
  SELECT substr(scope, 5) AS rep, pos, occurred_at, said(data, 'active') = 'true' AS there, said(data, 'department') AS department
  FROM e WHERE type IN ('RepChanged', 'RepActivated', 'RepDeactivated') AND scope LIKE 'rep\_%' ESCAPE '\'
), rep AS (SELECT rep, arg_max(department, pos) AS department FROM desk GROUP BY rep),
listed AS (
  SELECT substr(scope, 8) AS month, unnest(from_json(arg_max(data -> '$.repIds', pos), '["VARCHAR"]')) AS rep FROM e WHERE type = 'RosterPublished' GROUP BY scope
), away AS (
  SELECT said(data, 'repId') AS rep, instant(data, 'from') AS since, instant(data, 'to') AS until FROM e WHERE type = 'AbsenceRecorded'
  UNION ALL
  SELECT said(s.data, 'repId'), any_value(instant(s.data, 'from')), coalesce(min(instant(f.data, 'until')), any_value(instant(s.data, 'until')))
  FROM e s LEFT JOIN e f ON f.type = 'SuspensionEnded' AND said(f.data, 'suspensionId') = said(s.data, 'suspensionId')
  WHERE s.type = 'RepSuspended' GROUP BY said(s.data, 'suspensionId'), said(s.data, 'repId')
), eligible AS (
  SELECT rep, department, strftime(day, '%Y-%m-%d') AS period, 1 AS days FROM rep CROSS JOIN day
  WHERE (SELECT arg_max(there, pos) FROM desk WHERE desk.rep = rep.rep AND occurred_at <= noon)
    AND EXISTS (SELECT 1 FROM listed WHERE listed.rep = rep.rep AND month = strftime(day, '%Y-%m'))
    AND NOT EXISTS (SELECT 1 FROM away WHERE away.rep = rep.rep AND since <= noon AND noon < until)
)
SELECT 'offers' AS view, period, figure, CASE figure WHEN 'offers per eligible day' THEN 'number' ELSE 'count' END AS kind, k, n, NULL::BIGINT AS ms, NULL AS currency, rep, department FROM (
  SELECT local_day(offered_at) AS period, 'offers' AS figure, 1 AS k, NULL::BIGINT AS n, rep, department FROM offer
  UNION ALL SELECT local_day(offered_at), 'turns', 1, NULL, rep, department FROM offer WHERE uses_turn AND NOT turn_back
  UNION ALL SELECT local_day(offered_at), CASE chosen_by WHEN 'override' THEN 'overrides' ELSE 'director’s choices' END, 1, NULL, rep, department FROM offer WHERE chosen_by <> 'router'
  UNION ALL SELECT local_day(offered_at), 'recalled', 1, NULL, rep, department FROM offer WHERE ended = 'Recalled'
  UNION ALL SELECT local_day(occurred_at), 'away meanwhile', 1, NULL, rep.rep, rep.department FROM e JOIN rep ON rep.rep = said(data, 'repId')
    WHERE type = 'AbsenceRecorded' AND coalesce(said(data, 'whileOffered')::INT, 0) > 0
  UNION ALL SELECT local_day(occurred_at), 'leads that waited', 1, NULL, NULL, NULL FROM e SEMI JOIN lead_dims d ON d.lead_id = e.scope WHERE type = 'NoEligibleRep'
  UNION ALL SELECT period, 'eligible days', days, NULL, rep, department FROM eligible
  UNION ALL SELECT period, 'offers per eligible day', 0, days, rep, department FROM eligible
  UNION ALL SELECT local_day(offered_at), 'offers per eligible day', 1, 0, rep, department FROM offer
);

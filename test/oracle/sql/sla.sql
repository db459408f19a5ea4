-- Answers and first contacts in time, by the day of the offer; and how long a customer waits, by the day on which he came.
CREATE OR REPLACE TABLE figures AS
WITH o AS (
  SELECT *, CASE WHEN ended IS NULL THEN 'pending' WHEN ended IN ('Withdrawn', 'Recalled') THEN 'taken back' WHEN ended = 'TimedOut' AND excused IS NOT NULL THEN 'excused'
    WHEN ended = 'TimedOut' THEN 'too late' ELSE 'answered in time' END AS fate FROM offer
), due AS (
  SELECT * FROM o WHERE fate NOT IN ('taken back', 'excused') AND (contacted_at IS NOT NULL OR local_day(contact_due) < getvariable('as_of'))
), offered AS (
  SELECT offer_id, 'offers' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms FROM o
  UNION ALL SELECT offer_id, fate, 'count', 1, NULL, NULL FROM o
  UNION ALL SELECT offer_id, 'in time', 'rate', (fate = 'answered in time')::INT, 1, NULL FROM o WHERE fate IN ('answered in time', 'too late')
  UNION ALL SELECT offer_id, 'time to answer', 'times', NULL, NULL, accept_millis FROM o WHERE fate = 'answered in time' AND accept_millis IS NOT NULL
  UNION ALL SELECT offer_id, 'worked to answer', 'times', NULL, NULL, working_millis FROM o WHERE fate = 'answered in time' AND working_millis IS NOT NULL
  -- Offers that stayed the rep's to answer, of which the time for a first contact is over, or that had one.
  UNION ALL SELECT offer_id, 'contacted in time', 'rate', coalesce(contacted_at <= contact_due, false)::INT, 1, NULL FROM due
  UNION ALL SELECT offer_id, 'connected in time', 'rate', coalesce(connected_at <= contact_due, false)::INT, 1, NULL FROM due
  UNION ALL SELECT offer_id, 'contact outstanding', 'count', 1, NULL, NULL FROM o
    WHERE fate NOT IN ('taken back', 'excused') AND contacted_at IS NULL AND local_day(contact_due) >= getvariable('as_of')
  UNION ALL SELECT offer_id, 'worked to contact', 'times', NULL, NULL, contact_working FROM o WHERE contact_working IS NOT NULL
  UNION ALL SELECT offer_id, 'routing gap', 'times', NULL, NULL, millis(ready_at, offered_at) FROM o WHERE ready_at IS NOT NULL
), arrived AS (
  SELECT lead_id, 'leads' AS figure, 'count' AS kind, 1 AS k, NULL::BIGINT AS n, NULL::BIGINT AS ms FROM lead
  UNION ALL SELECT lead_id, 'contacted', 'count', 1, NULL, NULL FROM lead WHERE contacted_at IS NOT NULL
  UNION ALL SELECT lead_id, 'connected', 'count', 1, NULL, NULL FROM lead WHERE connected_at IS NOT NULL
  UNION ALL SELECT lead_id, 'contacted share', 'rate', (contacted_at IS NOT NULL)::INT, 1, NULL FROM lead
  UNION ALL SELECT lead_id, 'speed to lead', 'times', NULL, NULL, millis(arrived_at, contacted_at) FROM lead WHERE contacted_at IS NOT NULL
  UNION ALL SELECT lead_id, 'time to a talk', 'times', NULL, NULL, millis(arrived_at, connected_at) FROM lead WHERE connected_at IS NOT NULL
)
SELECT 'offered' AS view, local_day(o.offered_at) AS period, offered.* EXCLUDE (offer_id), NULL AS currency, o.grade, o.rep, o.department, o.sdr, d."productLine", d.region
FROM offered JOIN o USING (offer_id) JOIN lead_dims d USING (lead_id)
UNION ALL BY NAME
SELECT 'arrived' AS view, local_day(l.arrived_at) AS period, arrived.* EXCLUDE (lead_id), d.grade, d.rep, d.department, d.sdr, d."productLine", d.region
FROM arrived JOIN lead l USING (lead_id) JOIN lead_dims d USING (lead_id) WHERE l.arrived_at IS NOT NULL;

-- The report sla, view=offered: offers by the day on which they were made, by department and rep. In time is a yes or no before the deadline;
-- those taken back and silences that were excused are in no rate: answered_in_time / (answered_in_time + too_late). Contacts are of the
-- others alone; of those not contacted some may have time left (contact_due_at of offers).
SELECT offered_on AS day, department, rep_id,
  count(*) AS offers,
  count(*) FILTER (WHERE outcome IN ('ACCEPTED', 'REJECTED', 'MISROUTED')) AS answered_in_time,
  count(*) FILTER (WHERE outcome = 'TIMED_OUT' AND excused IS NULL) AS too_late,
  count(*) FILTER (WHERE outcome = 'TIMED_OUT' AND excused IS NOT NULL) AS excused,
  count(*) FILTER (WHERE outcome IN ('WITHDRAWN', 'RECALLED')) AS taken_back,
  count(*) FILTER (WHERE outcome = 'PENDING') AS pending,
  count(*) FILTER (WHERE counts AND contacted_at <= contact_due_at) AS contacted_in_time,
  count(*) FILTER (WHERE counts AND contacted_at > contact_due_at) AS contacted_late,
  count(*) FILTER (WHERE counts AND contacted_at IS NULL) AS not_contacted,
  count(*) FILTER (WHERE counts AND contacted_at IS NOT NULL AND connected_at <= contact_due_at) AS connected_in_time
FROM (
  SELECT *, outcome IN ('ACCEPTED', 'REJECTED', 'MISROUTED', 'PENDING') OR (outcome = 'TIMED_OUT' AND excused IS NULL) AS counts
  FROM offers
) AS judged
GROUP BY offered_on, department, rep_id

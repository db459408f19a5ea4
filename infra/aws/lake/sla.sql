-- The report sla, view=offered: offers by the day on which they were made, by department and rep. In time is a yes or no before the deadline;
-- those taken back and silences that were excused are in no rate: answered_in_time / (answered_in_time + too_late).
SELECT offered_on AS day, department, rep_id,
  count(*) AS offers,
  count(*) FILTER (WHERE outcome IN ('ACCEPTED', 'REJECTED', 'MISROUTED')) AS answered_in_time,
  count(*) FILTER (WHERE outcome = 'TIMED_OUT' AND excused IS NULL) AS too_late,
  count(*) FILTER (WHERE outcome = 'TIMED_OUT' AND excused IS NOT NULL) AS excused,
  count(*) FILTER (WHERE outcome IN ('WITHDRAWN', 'RECALLED')) AS taken_back,
  count(*) FILTER (WHERE outcome = 'PENDING') AS pending,
  count(*) FILTER (WHERE contacted_at <= contact_due_at) AS contacted_in_time,
  count(*) FILTER (WHERE contacted_at > contact_due_at) AS contacted_late,
  count(*) FILTER (WHERE contacted_at IS NULL) AS not_contacted,
  count(*) FILTER (WHERE connected_at <= contact_due_at) AS connected_in_time
FROM offers
GROUP BY offered_on, department, rep_id

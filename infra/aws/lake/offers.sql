-- Each offer to a rep, and what became of it; the outcome as in the export.
WITH story AS (
  SELECT scope AS lead_id, type, occurred_at, rep_id, department, data,
    version * 1000 + nth AS place,
    offer_accept_due_at, offer_contact_due_at, offer_contacted_at, offer_settled_at, offer_accept_millis, offer_working_millis,
    offer_contact_working_millis,
    CASE WHEN type IN ('FirstContact', 'ActivityLogged') THEN offer_id ELSE json_extract_scalar(data, '$.offerId') END AS offer_id,
    type IN ('OfferMade', 'DeadlineExtended') AS sets_deadline,
    type IN ('Accepted', 'Rejected', 'Misrouted', 'TimedOut', 'Withdrawn', 'Recalled') AS ends,
    type IN ('FirstContact', 'ActivityLogged') AND json_extract_scalar(data, '$.group') = 'rep'
      AND json_extract_scalar(data, '$.direction') = 'outbound' AS is_call
  FROM events
  WHERE scope LIKE 'lead%'
),
merged AS (
  SELECT lead_id FROM story
  WHERE type IN ('Merged', 'Unmerged', 'UnmergedToRest')
  GROUP BY lead_id HAVING max_by(type, place) = 'Merged'
),
made AS (
  SELECT lead_id, offer_id,
    min_by(json_extract_scalar(data, '$.repId'), place) FILTER (WHERE type = 'OfferMade') AS rep_id,
    min_by(json_extract_scalar(data, '$.department'), place) FILTER (WHERE type = 'OfferMade') AS department,
    min(occurred_at) FILTER (WHERE type = 'OfferMade') AS offered_at
  FROM story WHERE offer_id IS NOT NULL
  GROUP BY lead_id, offer_id
),
became AS (
  SELECT lead_id, offer_id,
    max_by(offer_accept_due_at, place) FILTER (WHERE sets_deadline) AS accept_due_at,
    max_by(offer_contact_due_at, place) FILTER (WHERE sets_deadline) AS contact_due_at,
    max_by(type, place) FILTER (WHERE ends) AS ended,
    max_by(json_extract_scalar(data, '$.excused'), place) FILTER (WHERE type = 'TimedOut') AS excused,
    max_by(offer_settled_at, place) FILTER (WHERE ends) AS settled_at,
    max_by(offer_accept_millis, place) FILTER (WHERE ends) AS accept_millis,
    max_by(offer_working_millis, place) FILTER (WHERE ends) AS working_millis,
    max_by(offer_contacted_at, place) FILTER (WHERE is_call AND offer_contacted_at IS NOT NULL) AS contacted_at,
    max_by(offer_contact_working_millis, place) FILTER (WHERE is_call AND offer_contact_working_millis IS NOT NULL)
      AS contact_working_millis
  FROM story WHERE offer_id IS NOT NULL
  GROUP BY lead_id, offer_id
),
connected AS (
  SELECT story.lead_id, story.offer_id, min(CAST(from_iso8601_timestamp(json_extract_scalar(data, '$.at')) AS timestamp(3))) AS connected_at
  FROM story JOIN made ON made.lead_id = story.lead_id AND made.offer_id = story.offer_id
  WHERE is_call AND json_extract_scalar(data, '$.connected') = 'true'
    AND CAST(from_iso8601_timestamp(json_extract_scalar(data, '$.at')) AS timestamp(3)) >= offered_at
  GROUP BY story.lead_id, story.offer_id
)
SELECT made.lead_id, made.offer_id, rep_id, department,
  CAST(offered_at AS timestamp(3)) AS offered_at,
  CAST(at_timezone(with_timezone(offered_at, 'UTC'), '{zone}') AS date) AS offered_on,
  CAST(accept_due_at AS timestamp(3)) AS accept_due_at,
  CAST(contact_due_at AS timestamp(3)) AS contact_due_at,
  CAST(CASE ended
    WHEN 'Accepted' THEN 'ACCEPTED' WHEN 'Rejected' THEN 'REJECTED' WHEN 'Misrouted' THEN 'MISROUTED'
    WHEN 'TimedOut' THEN 'TIMED_OUT' WHEN 'Withdrawn' THEN 'WITHDRAWN' WHEN 'Recalled' THEN 'RECALLED'
    ELSE 'PENDING' END AS varchar) AS outcome, excused,
  CAST(settled_at AS timestamp(3)) AS settled_at, accept_millis, working_millis,
  CAST(contacted_at AS timestamp(3)) AS contacted_at, contact_working_millis,
  CAST(connected_at AS timestamp(3)) AS connected_at
FROM made
JOIN became ON became.lead_id = made.lead_id AND became.offer_id = made.offer_id
LEFT JOIN connected ON connected.lead_id = made.lead_id AND connected.offer_id = made.offer_id
WHERE offered_at IS NOT NULL AND made.lead_id NOT IN (SELECT lead_id FROM merged)

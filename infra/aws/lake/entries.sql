-- When a lead came to a stage of the funnel, one row a stage and cycle: a stage that was skipped is filled in (inferred) at the instant of the
-- first later one. A lead that another journey goes on for is left out, and so is an order whose opportunity was opened again.
WITH story AS (
  SELECT scope AS lead_id, coalesce(cycle, 1) AS cycle, occurred_at, type, opportunity_id, expansion,
    version * 1000 + nth AS place,
    json_extract_scalar(data, '$.to') AS to_stage
  FROM events
  WHERE scope LIKE 'lead%'
),
stages (layer, stage, type) AS (
  VALUES (1, 'MAL', 'MarketingAccepted'), (2, 'MQL', 'Qualified'), (2, 'MQL', 'Requalified'),
    (3, 'READY', 'QualifiedBySdr'), (4, 'OFFERED', 'OfferMade'), (5, 'SAL', 'Accepted'), (5, 'SAL', 'SelfSourced'),
    (6, 'SQL', 'SalesQualified'), (7, 'OPPORTUNITY', 'OpportunityOpened'), (7, 'OPPORTUNITY', 'Reopened'), (8, 'WON', 'Won')
),
firsts AS (
  SELECT lead_id, cycle, layer, min(place) AS place, min_by(occurred_at, place) AS occurred_at
  FROM story JOIN stages ON story.type = stages.type
  GROUP BY lead_id, cycle, layer
),
chain AS (
  SELECT lead_id, cycle, names.layer, names.stage, min_by(firsts.occurred_at, place) AS occurred_at,
    min(place) AS place, min_by(firsts.layer, place) <> names.layer AS inferred
  FROM firsts
  JOIN (SELECT DISTINCT layer, stage FROM stages) AS names ON names.layer <= firsts.layer
  -- In a later cycle only what lies after the stage that the lead came back to.
  WHERE cycle = 1 OR names.layer > 1 OR firsts.layer = 1
  GROUP BY lead_id, cycle, names.layer, names.stage
),
trials AS (
  SELECT lead_id, cycle, 'POC' AS stage, min_by(occurred_at, place) AS occurred_at, min(place) AS place, false AS inferred
  FROM story
  WHERE type = 'StageChanged' AND to_stage = 'POC'
  GROUP BY lead_id, cycle
),
merged AS (
  SELECT lead_id FROM story
  WHERE type IN ('Merged', 'Unmerged', 'UnmergedToRest')
  GROUP BY lead_id HAVING max_by(type, place) = 'Merged'
),
won AS (
  SELECT DISTINCT lead_id FROM (
    SELECT lead_id, max_by(type, place) AS ended FROM story
    WHERE type IN ('Won', 'Lost', 'OppCancelled', 'Reopened')
    GROUP BY lead_id, opportunity_id
  ) AS ends
  WHERE ended = 'Won'
),
customers AS (
  SELECT lead_id FROM story GROUP BY lead_id HAVING bool_or(expansion)
)
SELECT lead_id, CAST(stage AS varchar) AS stage, CAST(cycle AS bigint) AS cycle, CAST(occurred_at AS timestamp(3)) AS entered_at,
  CAST(at_timezone(with_timezone(occurred_at, 'UTC'), '{zone}') AS date) AS entered_on,
  inferred, lead_id IN (SELECT lead_id FROM customers) AS of_customer, CAST(place AS bigint) AS place
FROM (
  SELECT lead_id, stage, cycle, occurred_at, place, inferred FROM chain
  UNION ALL
  SELECT lead_id, stage, cycle, occurred_at, place, inferred FROM trials
) AS entries
WHERE lead_id NOT IN (SELECT lead_id FROM merged)
  AND (stage <> 'WON' OR lead_id IN (SELECT lead_id FROM won))

-- The report funnel, view=cohort: leads by the month in which they began, and how far they have come since; each once a stage.
WITH began AS (
  SELECT lead_id, date_trunc('month', min_by(entered_on, place)) AS month FROM entries GROUP BY lead_id
),
layers AS (
  SELECT lead_id, stage, bool_and(inferred) AS inferred, bool_or(of_customer) AS of_customer,
    count(*) FILTER (WHERE cycle > 1) AS again
  FROM entries GROUP BY lead_id, stage
)
SELECT CAST(month AS date) AS month, stage,
  count(*) FILTER (WHERE NOT of_customer) AS leads,
  count(*) FILTER (WHERE of_customer) AS of_customers,
  count(*) FILTER (WHERE inferred) AS inferred,
  CAST(sum(again) AS bigint) AS again
FROM layers JOIN began ON began.lead_id = layers.lead_id
GROUP BY month, stage

-- The report funnel, view=period: entries into each stage by day. This is no rate: who entered a stage that day is not who entered the one before.
SELECT entered_on AS day, stage,
  count(*) FILTER (WHERE cycle = 1 AND NOT of_customer) AS leads,
  count(*) FILTER (WHERE cycle > 1 AND NOT of_customer) AS again,
  count(*) FILTER (WHERE of_customer) AS of_customers
FROM entries
GROUP BY entered_on, stage

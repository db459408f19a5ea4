-- What is reckoned of a whole row. Of what a part has no rate for, or of what nothing was spent on, nothing is said at home.
WITH home AS (
  SELECT value, coalesce(sum(k) FILTER (figure = 'spent at home'), 0) AS spent, coalesce(sum(k) FILTER (figure = 'won at home'), 0) AS won,
    coalesce(sum(k) FILTER (figure = 'spend without a rate'), 0) AS spend_lacks, coalesce(sum(k) FILTER (figure = 'orders without a rate'), 0) AS orders_lack,
    count(*) FILTER (figure = 'spent at home') > 0 AS has_spend
  FROM grouped GROUP BY value
), came AS (
  SELECT value, coalesce(sum(k) FILTER (figure = 'leads'), 0) AS leads, coalesce(sum(k) FILTER (figure = 'MQL'), 0) AS mql, coalesce(sum(k) FILTER (figure = 'opportunities'), 0) AS opportunities,
    coalesce(sum(k) FILTER (figure = 'customers'), 0) AS customers, coalesce(sum(k) FILTER (figure = 'deals'), 0) AS deals FROM grouped GROUP BY value
), step AS (UNPIVOT (SELECT value, leads AS "cost per lead", mql AS "cost per MQL", opportunities AS "cost per opportunity", deals AS "cost per deal", customers AS "CAC" FROM came) ON COLUMNS(* EXCLUDE (value)) INTO NAME figure VALUE came),
stop AS (
  UNPIVOT (SELECT value, leads - mql AS "stopped at lead", mql - opportunities AS "stopped at MQL", opportunities - customers AS "stopped at opportunity", customers AS "stopped at customer" FROM came)
  ON COLUMNS(* EXCLUDE (value)) INTO NAME figure VALUE came
), spend AS (SELECT value, currency, k AS spent FROM grouped WHERE figure = 'spent')
SELECT value, 'ROI' AS figure, 'ratio' AS kind, (won - spent) / spent AS k, NULL AS currency FROM home WHERE spend_lacks = 0 AND orders_lack = 0 AND spent <> 0
UNION ALL SELECT value, figure || ' at home', 'money', round(spent / came), getvariable('own') FROM step JOIN home USING (value) WHERE spend_lacks = 0 AND has_spend AND came > 0
-- Each lead costs the same: so much went into those that came no further.
UNION ALL SELECT value, figure, 'money', spent * stop.came / leads, currency FROM stop JOIN came USING (value) JOIN spend USING (value) WHERE leads > 0
UNION ALL SELECT value, figure || ' at home', 'money', spent * stop.came / leads, getvariable('own') FROM stop JOIN came USING (value) JOIN home USING (value) WHERE leads > 0 AND spend_lacks = 0 AND has_spend

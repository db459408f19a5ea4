-- The two files of Olist as they are (issue 13): the first rows of the one, and the deals of these leads of the other. Whatever is odd in them is
-- told apart: a deal's date before its lead's, no declared revenue, no origin.
CREATE OR REPLACE TABLE row_of_lead AS
SELECT * EXCLUDE (nth) FROM (
  SELECT *, row_number() OVER () AS nth FROM read_csv(getvariable('leads'), all_varchar = true, header = true))
WHERE nth <= getvariable('rows')::INT;
CREATE OR REPLACE TABLE row_of_deal AS SELECT * FROM read_csv(getvariable('deals'), all_varchar = true, header = true);

CREATE OR REPLACE TABLE plain AS
SELECT l.mql_id, l.first_contact_date::DATE AS came_on, coalesce(l.origin, '-') AS origin, coalesce(l.landing_page_id, '-') AS page,
  d.mql_id IS NOT NULL AS signed, CASE WHEN d.sdr_id = d.sr_id THEN d.sdr_id || '-sdr' ELSE d.sdr_id END AS sdr, d.sr_id AS rep,
  greatest(d.won_date::TIMESTAMP, l.first_contact_date::TIMESTAMP) AS won_at,
  round(100 * CASE WHEN d.declared_monthly_revenue::DOUBLE > 0 THEN d.declared_monthly_revenue::DOUBLE ELSE 1 END)::BIGINT AS amount
FROM row_of_lead l LEFT JOIN row_of_deal d USING (mql_id);

CREATE OR REPLACE TABLE blemish AS
SELECT 'leads: no origin' AS what, count(*) FILTER (origin IS NULL) AS times FROM row_of_lead
UNION ALL SELECT 'leads: origin "unknown"', count(*) FILTER (origin = 'unknown') FROM row_of_lead
UNION ALL SELECT 'leads: no landing_page_id', count(*) FILTER (landing_page_id IS NULL) FROM row_of_lead
UNION ALL SELECT 'deals: of a lead that is not replayed (left out)', count(*) FROM row_of_deal ANTI JOIN row_of_lead USING (mql_id)
UNION ALL SELECT 'deals: signed before its first contact (signed at it)', count(*) FROM row_of_deal JOIN row_of_lead USING (mql_id)
  WHERE won_date::DATE < first_contact_date::DATE
UNION ALL SELECT 'deals: no declared revenue (signed for 1 BRL)', count(*) FROM row_of_deal SEMI JOIN row_of_lead USING (mql_id)
  WHERE coalesce(declared_monthly_revenue::DOUBLE, 0) <= 1
UNION ALL SELECT 'deals: SDR and rep are one person (a second identity stands in for the SDR)', count(*) FROM row_of_deal SEMI JOIN row_of_lead USING (mql_id)
  WHERE sdr_id = sr_id
UNION ALL SELECT 'deals: no business_segment', count(*) FILTER (business_segment IS NULL) FROM row_of_deal SEMI JOIN row_of_lead USING (mql_id)
UNION ALL SELECT 'deals: no lead_type', count(*) FILTER (lead_type IS NULL) FROM row_of_deal SEMI JOIN row_of_lead USING (mql_id)
UNION ALL SELECT 'deals: no business_type', count(*) FILTER (business_type IS NULL) FROM row_of_deal SEMI JOIN row_of_lead USING (mql_id);

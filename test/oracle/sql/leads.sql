-- What the events told up to the end of a day (variable as_of), lead by lead, reckoned anew from each event's own words: no table here is
-- one that the product made. `hours` is how far the tenant's zone is from UTC.
CREATE OR REPLACE MACRO local_day(t) AS strftime(t + to_hours(getvariable('hours')::INT), '%Y-%m-%d');
CREATE OR REPLACE MACRO local_month(t) AS strftime(t + to_hours(getvariable('hours')::INT), '%Y-%m');
CREATE OR REPLACE MACRO millis(a, b) AS epoch_ms(b) - epoch_ms(a);
CREATE OR REPLACE MACRO said(data, field) AS data ->> ('$.' || field);
CREATE OR REPLACE MACRO instant(data, field) AS (data ->> ('$.' || field))::TIMESTAMP;
CREATE OR REPLACE MACRO minor(amount, currency) AS
  round(amount::DOUBLE * CASE WHEN currency IN ('JPY', 'KRW') THEN 1 ELSE 100 END)::BIGINT;

-- Each event with its place in its story, the lead's cycle, and the day since which it is known: one that was written late, that of the day.
CREATE OR REPLACE TABLE e AS
SELECT * FROM (
  SELECT * EXCLUDE (cycle), row_number() OVER story AS pos,
    coalesce(last_value(cycle IGNORE NULLS) OVER upto, 1) AS cycle,
    last_value(sdr_id IGNORE NULLS) OVER upto AS sdr_then,
    last_value(grade IGNORE NULLS) OVER upto AS grade_then,
    max(local_day(occurred_at)) OVER upto AS known_on
  FROM 'events.parquet'
  WINDOW story AS (PARTITION BY scope ORDER BY version, nth),
    upto AS (PARTITION BY scope ORDER BY version, nth ROWS UNBOUNDED PRECEDING)
) WHERE known_on <= getvariable('as_of');

-- Where somebody came from, under the names of the dimensions.
CREATE OR REPLACE MACRO came_from(class, channel, utm_source, key, campaign, term, content, page, author) AS
  {'class': class, 'channel': channel, 'source': utm_source, 'key': key, 'campaign': campaign, 'term': term, 'content': content, 'page': page, 'author': author};
CREATE OR REPLACE MACRO told_source(j) AS came_from(j ->> '$.class', j ->> '$.channel', j ->> '$.utmSource', j ->> '$.key',
  j ->> '$.campaign', j ->> '$.term', j ->> '$.content', j ->> '$.contentId', j ->> '$.author');

CREATE OR REPLACE TABLE lead AS
WITH s AS (
  SELECT *, CASE WHEN source_class IS NOT NULL THEN came_from(source_class, source_channel, source_utm_source, source_key,
      source_campaign, source_term, source_content, source_content_id, source_author) END AS came,
    min(pos) FILTER (type = 'SourceAdjudicated') OVER (PARTITION BY scope) AS ruled
  FROM e WHERE scope LIKE 'lead\_%' ESCAPE '\'
)
SELECT scope AS lead_id,
  arg_max(occurred_at, pos) FILTER (type IN ('SubmissionReceived', 'SelfSourced')) AS arrived_at,
  arg_max(came, pos) FILTER (came IS NOT NULL) AS came,
  arg_max(came, pos) FILTER (came IS NOT NULL AND (ruled IS NULL OR pos < ruled)) AS came_at_first,
  arg_max(product_line, pos) FILTER (product_line IS NOT NULL) AS product_line,
  arg_max(region, pos) FILTER (region IS NOT NULL) AS region,
  arg_max(industry, pos) FILTER (industry IS NOT NULL) AS industry,
  arg_max(grade, pos) FILTER (grade IS NOT NULL) AS grade,
  arg_max(sdr_id, pos) FILTER (sdr_id IS NOT NULL) AS sdr,
  arg_max(said(data, 'repId'), pos) FILTER (said(data, 'repId') IS NOT NULL
    AND type IN ('SelfSourced', 'Accepted', 'OpportunityOpened', 'Reopened', 'OwnerMoved')) AS rep,
  arg_max(said(data, 'department'), pos) FILTER (type = 'OfferMade') AS department,
  coalesce(bool_or(expansion), false) AS expansion,
  bool_or(type IN ('NotALead', 'QuarantineClosed', 'WentStale', 'Erased')) AS ended,
  coalesce(arg_max(type, pos) FILTER (type IN ('Merged', 'Unmerged', 'UnmergedToRest')) = 'Merged', false) AS merged,
  min(instant(data, 'at')) FILTER (type IN ('FirstContact', 'ActivityLogged') AND said(data, 'direction') = 'outbound') AS contacted_at,
  min(instant(data, 'at')) FILTER (type IN ('FirstContact', 'ActivityLogged') AND said(data, 'direction') = 'outbound'
    AND said(data, 'connected') = 'true') AS connected_at
FROM s GROUP BY scope;

-- By what a lead's figures are taken apart.
CREATE OR REPLACE VIEW lead_dims AS
SELECT lead_id, came.class AS class, came.channel AS channel, came.source AS source, came.key AS key, came.campaign AS campaign,
  came.term AS term, came.content AS content, came.page AS page, came.author AS author, product_line AS "productLine", region, industry,
  grade, sdr, rep, department
FROM lead WHERE NOT merged;

-- When a lead came to a stage in a cycle. A stage that was skipped is filled in; in a later cycle none before MQL, to which it came back.
CREATE OR REPLACE TABLE entry AS
WITH stage(rank, stage) AS (VALUES (1, 'MAL'), (2, 'MQL'), (3, 'READY'), (4, 'OFFERED'), (5, 'SAL'), (6, 'SQL'), (7, 'OPPORTUNITY'), (8, 'WON')),
came(type, to_rank) AS (VALUES ('MarketingAccepted', 1), ('Qualified', 2), ('Requalified', 2), ('QualifiedBySdr', 3), ('OfferMade', 4),
  ('Accepted', 5), ('SelfSourced', 5), ('SalesQualified', 6), ('OpportunityOpened', 7), ('Reopened', 7), ('Won', 8)),
reached AS (SELECT scope, cycle, pos, occurred_at, to_rank FROM e JOIN came USING (type))
SELECT scope AS lead_id, stage, rank, cycle, arg_min(occurred_at, pos) AS entered_at, min(pos) AS pos, arg_min(to_rank, pos) > rank AS inferred
FROM reached JOIN stage ON to_rank >= rank AND (cycle = 1 OR rank >= 2 OR to_rank = rank)
GROUP BY scope, stage, rank, cycle
UNION ALL
SELECT scope, 'POC', 9, cycle, arg_min(occurred_at, pos), min(pos), false
FROM e WHERE type = 'StageChanged' AND said(data, 'to') = 'POC' GROUP BY scope, cycle;

CREATE OR REPLACE TABLE offer AS
WITH made AS (
  SELECT scope AS lead_id, said(data, 'offerId') AS offer_id, pos, occurred_at AS offered_at, said(data, 'repId') AS rep,
    said(data, 'department') AS department, said(data, 'chosenBy') AS chosen_by, said(data, 'usesTurn') = 'true' AS uses_turn, sdr_then AS sdr, grade_then AS grade,
    instant(data, 'acceptDueAt') AS accept_due, instant(data, 'contactDueAt') AS contact_due,
    (SELECT max(r.occurred_at) FROM e r WHERE r.scope = e.scope AND r.pos < e.pos
      AND r.pos = (SELECT max(pos) FROM e q WHERE q.scope = e.scope AND q.pos < e.pos
        AND q.type IN ('QualifiedBySdr', 'Misrouted', 'TimedOut', 'Withdrawn', 'OwnerLeft'))) AS ready_at
  FROM e WHERE type = 'OfferMade'
), ended AS (
  SELECT said(data, 'offerId') AS offer_id, arg_max(type, pos) AS ended, arg_max(coalesce(offer_settled_at, occurred_at), pos) AS settled_at,
    arg_max_null(offer_accept_millis, pos) AS accept_millis, arg_max_null(offer_working_millis, pos) AS working_millis,
    arg_max_null(said(data, 'reason'), pos) AS reason, arg_max_null(said(data, 'excused'), pos) AS excused
  FROM e WHERE type IN ('Accepted', 'Rejected', 'Misrouted', 'TimedOut', 'Withdrawn', 'Recalled') GROUP BY 1
), back AS (
  SELECT DISTINCT said(data, 'offerId') AS offer_id FROM e WHERE type = 'TurnCreditedBack' OR said(data, 'creditedBack') = 'true'
), extended AS (
  SELECT said(data, 'offerId') AS offer_id, arg_max(instant(data, 'acceptDueAt'), pos) AS accept_due, arg_max(instant(data, 'contactDueAt'), pos) AS contact_due
  FROM e WHERE type = 'DeadlineExtended' GROUP BY 1
), called AS (
  SELECT e.offer_id, min(instant(data, 'at')) AS contacted_at, min(instant(data, 'at')) FILTER (said(data, 'connected') = 'true') AS connected_at,
    max(offer_contact_working_millis) AS contact_working
  FROM e JOIN made USING (offer_id)
  WHERE type IN ('FirstContact', 'ActivityLogged') AND said(data, 'group') = 'rep' AND said(data, 'direction') = 'outbound'
    AND instant(data, 'at') >= made.offered_at GROUP BY 1
), missed AS (
  SELECT said(data, 'offerId') AS offer_id, arg_max(occurred_at, pos) AS missed_at FROM e WHERE type = 'MissRecorded' GROUP BY 1
), returned AS (
  SELECT coalesce(e.offer_id, (SELECT arg_max(said(a.data, 'offerId'), a.pos) FROM e a WHERE a.scope = e.scope AND a.pos < e.pos AND a.type = 'Accepted')) AS offer_id,
    arg_max(occurred_at, pos) AS returned_at, arg_max(said(data, 'reason'), pos) AS returned_for
  FROM e WHERE type = 'Returned' GROUP BY 1
), disputed AS (
  SELECT said(data, 'offerId') AS offer_id, arg_max(CASE type WHEN 'DisputeRuled' THEN said(data, 'outcome') ELSE 'open' END, pos) FILTER (type <> 'WrongfulReject') AS disputed,
    bool_or(type = 'WrongfulReject') AS wrongful
  FROM e WHERE type IN ('RejectDisputed', 'DisputeRuled', 'WrongfulReject') GROUP BY 1
)
SELECT made.* EXCLUDE (accept_due, contact_due), coalesce(extended.accept_due, made.accept_due) AS accept_due,
  coalesce(extended.contact_due, made.contact_due) AS contact_due,
  ended, settled_at, accept_millis, working_millis, reason, excused, contacted_at, connected_at, contact_working, missed_at,
  returned_at, returned_for, disputed, coalesce(wrongful, false) AS wrongful, offer_id IN (SELECT offer_id FROM back) AS turn_back
FROM made LEFT JOIN ended USING (offer_id) LEFT JOIN extended USING (offer_id) LEFT JOIN called USING (offer_id) LEFT JOIN missed USING (offer_id)
  LEFT JOIN returned USING (offer_id) LEFT JOIN disputed USING (offer_id)
WHERE lead_id IN (SELECT lead_id FROM lead WHERE NOT merged);

CREATE OR REPLACE TABLE opportunity AS
WITH of_opportunity AS (
  SELECT *, said(data, 'opportunityId') AS opp, said(data, 'currency') AS cur, said(data, 'amount') AS amt,
    coalesce(said(data, 'to'), said(data, 'stage')) AS to_stage,
    CASE type WHEN 'OpportunityOpened' THEN 'OPEN' WHEN 'Reopened' THEN 'OPEN' WHEN 'Won' THEN 'WON' WHEN 'Lost' THEN 'LOST' WHEN 'OppCancelled' THEN 'CANCELLED' END AS becomes
  FROM e WHERE type IN ('OpportunityOpened', 'Reopened', 'StageChanged', 'OpportunityUpdated', 'OwnerMoved', 'OpportunityStalled',
    'Corrected', 'OrderConverted', 'Won', 'Lost', 'OppCancelled')
), staged AS (
  -- How long each opportunity was in a stage before the next: of the last trial that is over.
  SELECT opp, to_stage, pos, occurred_at, lag(to_stage) OVER w AS before_stage
  FROM of_opportunity WHERE type IN ('OpportunityOpened', 'Reopened', 'StageChanged') WINDOW w AS (PARTITION BY opp ORDER BY pos)
), trial AS (
  SELECT opp, pos AS begun, occurred_at AS poc_at FROM staged WHERE to_stage = 'POC' AND before_stage IS DISTINCT FROM 'POC'
), tried AS (
  SELECT opp, begun, poc_at, (SELECT min(o.pos) FROM of_opportunity o WHERE o.opp = trial.opp AND o.pos > begun
      AND (o.becomes IN ('WON', 'LOST', 'CANCELLED') OR (o.type IN ('StageChanged', 'Reopened') AND o.to_stage <> 'POC'))) AS over_at
  FROM trial
), trials AS (
  SELECT t.opp, arg_max(poc_at, begun) AS poc_at,
    arg_max(millis(poc_at, o.occurred_at), begun) FILTER (o.occurred_at IS NOT NULL) AS poc_millis
  FROM tried t LEFT JOIN of_opportunity o ON o.opp = t.opp AND o.pos = t.over_at GROUP BY 1
)
SELECT scope AS lead_id, o.opp AS opportunity_id, min(occurred_at) FILTER (becomes = 'OPEN') AS opened_at, min(pos) AS pos,
  arg_min(cycle, pos) AS cycle,
  arg_max(becomes, pos) FILTER (becomes IS NOT NULL) AS status,
  arg_max(occurred_at, pos) FILTER (becomes IS NOT NULL) AS since,
  arg_max(type, pos) AS last_word,
  arg_max(cur, pos) FILTER (cur IS NOT NULL) AS currency,
  minor(arg_max(amt, pos) FILTER (amt IS NOT NULL), arg_max(cur, pos) FILTER (cur IS NOT NULL)) AS amount,
  arg_max_null(said(data, 'home.currency'), pos) FILTER (amt IS NOT NULL) AS home_currency,
  arg_max_null(said(data, 'home.amount'), pos) FILTER (amt IS NOT NULL) AS home_amount,
  arg_max(said(data, 'expectedCloseOn'), pos) FILTER (said(data, 'expectedCloseOn') IS NOT NULL) AS expected_on,
  arg_max(to_stage, pos) FILTER (type IN ('OpportunityOpened', 'Reopened', 'StageChanged')) AS stage,
  arg_max(said(data, 'repId'), pos) FILTER (type IN ('OpportunityOpened', 'Reopened', 'OwnerMoved') AND said(data, 'repId') IS NOT NULL) AS rep,
  arg_max_null(said(data, 'reason'), pos) FILTER (becomes IN ('LOST', 'CANCELLED')) AS reason,
  arg_max(said(data, 'pocFailReason'), pos) FILTER (said(data, 'pocFailReason') IS NOT NULL) AS poc_failed,
  any_value(t.poc_at) AS poc_at, any_value(t.poc_millis) AS poc_millis
FROM of_opportunity o LEFT JOIN trials t ON t.opp = o.opp
WHERE scope IN (SELECT lead_id FROM lead WHERE NOT merged)
GROUP BY scope, o.opp;

-- Each stay of an opportunity in a stage: since when, and until when if it has left it.
CREATE OR REPLACE TABLE stay AS
WITH change AS (
  SELECT scope, pos, occurred_at, said(data, 'opportunityId') AS opportunity_id, type IN ('Won', 'Lost', 'OppCancelled') AS closes,
    coalesce(said(data, 'to'), said(data, 'stage')) AS stage FROM e
  WHERE type IN ('OpportunityOpened', 'Reopened', 'StageChanged', 'Won', 'Lost', 'OppCancelled') AND NOT (type = 'StageChanged' AND said(data, 'to') = said(data, 'from'))
), spans AS (SELECT *, lead(occurred_at) OVER (PARTITION BY opportunity_id ORDER BY pos) AS left_at FROM change)
SELECT opportunity_id, stage, occurred_at AS entered_at, left_at FROM spans
WHERE NOT closes AND opportunity_id IN (SELECT opportunity_id FROM opportunity);

CREATE OR REPLACE TABLE credit AS
WITH told AS (
  SELECT *, said(data, 'creditId') AS credit_id, said(data, 'state') AS state FROM e WHERE type LIKE 'Credit%'
), last AS (
  SELECT scope AS lead_id, credit_id, arg_max(state, pos) AS state, arg_max(coalesce(instant(data, 'confirmedAt'), occurred_at), pos) AS since,
    arg_max(said(data, 'sdrId'), pos) AS sdr, arg_max(said(data, 'repId'), pos) AS rep, arg_max_null(said(data, 'org'), pos) AS org,
    arg_max_null(coalesce(instant(data, 'oppDueAt'), instant(data, 'confirmAt')), pos) AS due_at,
    min(occurred_at) AS accepted_at, min(occurred_at) FILTER (state = 'PENDING') AS opened_at
  FROM told GROUP BY scope, credit_id
), cancelled AS (
  -- Cancelled without a cause, or with one that was declined, when the credit that hangs on it was safe in the end (4.8).
  SELECT c.scope, c.version, c.occurred_at, said(c.data, 'opportunityId') AS opp FROM e c
  WHERE (type = 'OppCancelled' AND said(data, 'cause') IS NULL)
    OR (type = 'CancelRuled' AND said(data, 'approved') = 'false' AND said(data, 'causeGivenAt') = said(data, 'cancelledAt'))
), late AS (
  SELECT DISTINCT t.credit_id FROM cancelled c JOIN told t ON t.scope = c.scope AND said(t.data, 'opportunityId') = c.opp
  WHERE (SELECT arg_max(state, pos) FROM told u WHERE u.credit_id = t.credit_id AND u.version <= c.version) = 'CONFIRMED'
)
SELECT last.*, credit_id IN (SELECT credit_id FROM late) AS late_cancel,
  credit_id IN (SELECT said(t.data, 'creditId') FROM e c JOIN told t ON t.scope = c.scope AND said(t.data, 'opportunityId') = said(c.data, 'opportunityId')
    WHERE c.type = 'CancelRuled' AND said(c.data, 'approved') = 'false' AND t.pos < c.pos) AS cause_declined
FROM last
WHERE lead_id IN (SELECT lead_id FROM lead WHERE NOT merged);

-- Touches that were told, each once; those that a merge brought only as long as it stands.
CREATE OR REPLACE TABLE touch AS
WITH told AS (
  SELECT scope AS lead_id, pos, type, said(data, 'from') AS merged_from, unnest(from_json(data -> '$.touches', '["JSON"]')) AS t
  FROM e WHERE type IN ('SubmissionReceived', 'SubmissionRepeated', 'ColleagueEnquired', 'TouchedAfterClosing', 'EngagementRecorded', 'LeadMergedIn', 'TouchesMergedIn')
    AND (data -> '$.touches') IS NOT NULL
), standing AS (
  SELECT * FROM told WHERE type NOT IN ('LeadMergedIn', 'TouchesMergedIn') OR NOT EXISTS (
    SELECT 1 FROM e u WHERE u.scope = told.lead_id AND u.type = 'MergeUndone' AND said(u.data, 'with') = told.merged_from AND u.pos > told.pos)
)
SELECT lead_id, t ->> '$.touchId' AS touch_id, arg_min((t ->> '$.at')::TIMESTAMP, pos) AS touched_at, arg_min(told_source(t -> '$.source'), pos) AS came, min(pos) AS pos
FROM standing GROUP BY 1, 2;

-- The most and the least that a rep of the row had by eligible day, of those that had one.
WITH of_rep AS (
  SELECT value, rep, coalesce(sum(k) FILTER (figure = 'offers'), 0) AS offers, coalesce(sum(k) FILTER (figure = 'eligible days'), 0) AS days FROM placed WHERE rep IS NOT NULL GROUP BY ALL
)
SELECT value, figure, 'number' AS kind, CASE figure WHEN 'least' THEN min(offers / days) ELSE max(offers / days) END AS k
FROM of_rep, (VALUES ('least'), ('most')) f(figure) WHERE days > 0 GROUP BY value, figure

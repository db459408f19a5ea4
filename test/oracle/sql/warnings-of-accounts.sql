-- Segments of which more become opportunities than of all, however unlucky the sample was, and that get no more leads than half of them do.
WITH segments AS (
  SELECT coalesce(segment, '-') AS row, coalesce(sum(k) FILTER (figure = 'leads'), 0) AS n, coalesce(sum(k) FILTER (figure = 'opportunities'), 0) AS went FROM figures WHERE view = 'segments' GROUP BY 1
), whole AS (SELECT sum(n) AS n, sum(went) / sum(n) AS share, (list_sort(list(n)))[1 + count(*) // 2] AS middle FROM segments)
SELECT 'NEGLECTED_SEGMENT' AS code, row FROM segments s, whole w WHERE w.n >= 10 AND s.n >= 10 AND wilson(s.went, s.n).low > w.share AND s.n <= w.middle

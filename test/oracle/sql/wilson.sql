-- Wilson's interval at 95 %, and none of fewer than ten.
CREATE OR REPLACE MACRO wilson(k, n) AS CASE WHEN n >= 10 THEN {
  'low': greatest(0, (k + 1.920729410347) / (n + 3.841458820694) - 1.959963984540 * sqrt(k * (n - k) / n + 0.960364705174) / (n + 3.841458820694)),
  'high': least(1, (k + 1.920729410347) / (n + 3.841458820694) + 1.959963984540 * sqrt(k * (n - k) / n + 0.960364705174) / (n + 3.841458820694))} END;

-- Durations as reports keep them: the middle of a bin 5 % wide, the least of which ends at a second.
CREATE OR REPLACE MACRO bin_of(ms) AS greatest(0, ceil(ln(greatest(ms, 1) / 1000) / ln(1.05)));
CREATE OR REPLACE MACRO in_bin(ms) AS CASE bin_of(ms) WHEN 0 THEN 1000 ELSE 1000 * exp((bin_of(ms) - 0.5) * ln(1.05)) END;

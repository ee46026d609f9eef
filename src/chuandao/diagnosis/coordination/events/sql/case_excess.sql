-- For each case and hand-over of a pair: what it waited beyond the reference (median, if it went
-- that way more than once), ranked within its unit, task and pair for intervals of medians.
WITH told AS (
  SELECT unit, task, from_department, to_department, kind, matter,
    median(waited - reference) AS excess, min(event) AS event
  FROM handovers WHERE waited IS NOT NULL
  GROUP BY ALL
), sets AS (
  SELECT unit, task, from_department, to_department, kind, excess, FALSE AS whole
  FROM told WHERE task IS NOT NULL
  UNION ALL
  SELECT unit, NULL, from_department, to_department, kind, excess, TRUE FROM told
)
SELECT unit, task, from_department, to_department, kind, whole, count(*) AS cases,
  count(*) FILTER (excess > 0) AS beyond, median(excess) AS excess, list(excess ORDER BY excess) AS sorted
FROM sets
GROUP BY ALL
ORDER BY unit, whole, task, from_department, to_department, kind

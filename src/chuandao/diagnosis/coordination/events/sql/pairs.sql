-- Hand-overs by unit, task (empty: all of the unit's), pair of departments and kind.
WITH told AS (
  SELECT *, greatest(0, waited - reference) AS lost FROM handovers
), sets AS (
  SELECT unit, task, from_department, to_department, kind, count(DISTINCT matter) AS cases,
    count(*) AS handovers, count(waited) AS known,
    median(waited) AS median, quantile_cont(waited, 0.9) AS p90, median(cycle) AS cycle,
    sum(lost)::BIGINT AS lost, sum(waited)::BIGINT AS waited,
    grouping(task) = 1 AS whole
  FROM told
  GROUP BY GROUPING SETS (
    (unit, task, from_department, to_department, kind),
    (unit, from_department, to_department, kind))
)
SELECT unit, task, from_department, to_department, kind, cases, handovers, known, median, p90,
  cycle, lost, waited,
  waited / nullif(sum(waited) OVER (PARTITION BY unit, task, whole)::BIGINT, 0) AS share, whole
FROM sets
WHERE whole OR task IS NOT NULL
ORDER BY unit, whole, task, from_department, to_department, kind

-- Cases that went from one department to another at all, by unit, task (empty: all), and pair;
-- of them those that came back with a step to repeat.
WITH passed AS (
  SELECT DISTINCT matter, unit, task, from_department, to_department FROM handovers
), back AS (
  SELECT matter, from_department, to_department, count(*) AS returns, sum(days)::BIGINT AS days
  FROM returned GROUP BY ALL
), told AS (
  SELECT p.*, coalesce(b.returns, 0) AS returns, b.days FROM passed p
  LEFT JOIN back b USING (matter, from_department, to_department)
)
SELECT unit, task, from_department, to_department, count(*) AS cases,
  count(*) FILTER (returns > 0) AS returned_cases, sum(returns)::BIGINT AS returns,
  median(days) AS median, sum(days)::BIGINT AS days, grouping(task) = 1 AS whole
FROM told
GROUP BY GROUPING SETS (
  (unit, task, from_department, to_department), (unit, from_department, to_department))
HAVING grouping(task) = 1 OR task IS NOT NULL
ORDER BY unit, whole, task, from_department, to_department

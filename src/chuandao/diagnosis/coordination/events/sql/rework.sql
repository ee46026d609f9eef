-- Rework: an activity done more than once in a case, whoever did it.
-- days: from one doing to the next, less what was paused.
WITH net AS (
  SELECT matter, unit, task, activity, position,
    complete - sum(paused) OVER (PARTITION BY matter ORDER BY position)::BIGINT AS net
  FROM ordered
), again AS (
  SELECT *,
    row_number() OVER same AS doing, greatest(0, net - lag(net) OVER same) AS days
  FROM net
  WINDOW same AS (PARTITION BY matter, activity ORDER BY position)
)
SELECT unit, task, activity, count(DISTINCT matter) AS cases,
  count(DISTINCT matter) FILTER (doing > 1) AS repeated_cases,
  count(*) FILTER (doing > 1) AS repetitions, sum(days)::BIGINT AS days
FROM again
GROUP BY unit, task, activity
ORDER BY unit, task NULLS FIRST, activity

-- The steps of each case in order, each with what came before it.
-- Order: by beginning (by completion where no beginning is logged), then completion, activity,
-- department. "before" is the last completion of all earlier steps: while one of them was still
-- worked on, the case did not wait. kind: wait (beginning logged) or gap (completions only).
-- paused: the receiving step's, and what of the giving step's does not fit into that step.
WITH ordered AS (
  SELECT *,
    row_number() OVER line AS position,
    lag(department) OVER line AS from_department,
    lag(complete) OVER line AS from_complete,
    lag(greatest(0, paused - (complete - start))) OVER line AS from_paused,
    max(done) OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM steps
  WINDOW line AS (PARTITION BY matter
    ORDER BY order_begun, order_done NULLS LAST, activity, department, event)
)
SELECT event, matter, unit, task, route, department, activity, position::INTEGER AS position,
  from_department, start, complete, paused,
  CASE WHEN start IS NOT NULL THEN 'wait' ELSE 'gap' END AS kind,
  CASE WHEN from_complete IS NULL OR (start IS NULL AND complete IS NULL) THEN NULL
    WHEN start IS NOT NULL
      THEN greatest(0, start - before - paused - coalesce(from_paused, 0))
    ELSE greatest(0, complete - before - paused) END AS waited,
  CASE WHEN from_complete IS NOT NULL
    THEN greatest(0, complete - before - paused) END AS cycle
FROM ordered
ORDER BY matter, position

-- The steps of each case in order, each with what came before it.
-- Order: by beginning (by completion where no beginning is logged), then completion, activity,
-- department. "before" is the last completion of all earlier steps: while one of them was still
-- worked on, the case did not wait. kind: wait (beginning logged) or gap (completions only).
-- Paused hours stand still within their step; what does not fit into it (over) must lie beside it
-- and is deducted from the waits on both sides. A gap includes the step, with all it was paused.
WITH timed AS (
  SELECT *, CASE WHEN start IS NULL THEN 0 WHEN complete IS NULL THEN paused
    ELSE greatest(0, paused - (complete - start)) END AS over
  FROM steps
), ordered AS (
  SELECT *,
    row_number() OVER line AS position,
    lag(department) OVER line AS from_department,
    lag(complete) OVER line AS from_complete,
    lag(over) OVER line AS from_over,
    max(done) OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM timed
  WINDOW line AS (PARTITION BY matter
    ORDER BY order_begun, order_done NULLS LAST, activity, department, event)
)
SELECT event, matter, unit, task, route, department, activity, position::INTEGER AS position,
  from_department, start, complete, paused,
  CASE WHEN start IS NOT NULL THEN 'wait' ELSE 'gap' END AS kind,
  CASE WHEN from_complete IS NULL OR (start IS NULL AND complete IS NULL) THEN NULL
    WHEN start IS NOT NULL
      THEN greatest(0, start - before - over - from_over)
    ELSE greatest(0, complete - before - paused) END AS waited,
  CASE WHEN from_complete IS NOT NULL
    THEN greatest(0, complete - before - paused) END AS cycle
FROM ordered
ORDER BY matter, position

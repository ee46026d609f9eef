-- Each case against its route: the n-th doing of an activity answers its n-th place in the route.
-- missing: a place passed over (a later one was reached); out_of_order: done after a later one;
-- extra: no (further) place in the route; other_department: done by another than the route says.
WITH path AS (
  SELECT *, row_number() OVER (PARTITION BY route, activity ORDER BY step) AS nth FROM routes
), done AS (
  SELECT *, row_number() OVER (PARTITION BY matter, activity ORDER BY position) AS nth
  FROM ordered WHERE route IS NOT NULL
), matched AS (
  SELECT d.matter, d.unit, d.task, d.route, d.activity, d.department, d.position, p.step,
    p.department AS asked,
    max(p.step) OVER (PARTITION BY d.matter ORDER BY d.position
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM done d LEFT JOIN path p
    ON p.route = d.route AND p.activity = d.activity AND p.nth = d.nth
), cases AS (
  SELECT matter, unit, task, route, max(step) AS furthest FROM matched
  WHERE route IN (SELECT route FROM routes)
  GROUP BY matter, unit, task, route
), deviations AS (
  SELECT c.matter, 'missing' AS deviation, p.activity FROM cases c
  JOIN path p ON p.route = c.route AND p.step < c.furthest
  ANTI JOIN matched m ON m.matter = c.matter AND m.step = p.step
  UNION ALL
  SELECT matter, 'out_of_order', activity FROM matched WHERE step < reached
  UNION ALL
  SELECT matter, 'extra', activity FROM matched
  WHERE step IS NULL AND matter IN (SELECT matter FROM cases)
  UNION ALL
  SELECT matter, 'other_department', activity FROM matched WHERE department <> asked
), told AS (
  SELECT matter, 'none' AS deviation, NULL AS activity FROM cases
  WHERE matter NOT IN (SELECT matter FROM deviations)
  UNION ALL SELECT DISTINCT * FROM deviations
), totals AS (
  SELECT unit, task, route, count(*) AS examined FROM cases GROUP BY ALL
)
SELECT c.unit, c.task, c.route, t.deviation, t.activity, count(*) AS cases,
  any_value(n.examined) AS examined
FROM told t JOIN cases c USING (matter)
JOIN totals n ON n.unit = c.unit AND n.task IS NOT DISTINCT FROM c.task AND n.route = c.route
GROUP BY ALL
ORDER BY c.unit, c.task NULLS FIRST, c.route, t.deviation, t.activity NULLS FIRST

-- Hand-overs: a step whose department is not that of the step before it in the case.
-- reference: one working day; for gaps the days the route allows the receiving step, else the
-- median gap before that activity over the whole log.
WITH usual AS (
  SELECT activity, round(median(waited))::BIGINT AS usual
  FROM ordered WHERE kind = 'gap' AND waited IS NOT NULL GROUP BY activity
), allowed AS (
  SELECT route, activity, max(days) AS allowed FROM routes GROUP BY route, activity
)
SELECT o.event, o.matter, o.unit, o.task, o.from_department, o.department AS to_department,
  o.kind, o.waited, o.cycle,
  CASE WHEN o.kind = 'wait' THEN $reference::BIGINT
    ELSE coalesce(a.allowed, u.usual) END AS reference
FROM ordered o
LEFT JOIN usual u ON u.activity = o.activity
LEFT JOIN allowed a ON a.route = o.route AND a.activity = o.activity
WHERE o.from_department <> o.department
ORDER BY o.event

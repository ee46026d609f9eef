-- Each case once: what it lost between departments, the time allotted to it, how late it is.
-- allotted: from the first beginning to the end of the day it is due, else the days of its route.
-- late: completed (or, still open, now) after the day due, less what was paused.
WITH spans AS (
  SELECT matter, any_value(unit) AS unit, any_value(task) AS task, any_value(route) AS route,
    min(coalesce(start, done)) AS begun, max(done) AS done, max(due) AS due,
    sum(paused)::BIGINT AS paused, bool_or(open OR goes_on) AS open, max(done_day) AS done_day,
    min(event) AS event
  FROM steps GROUP BY matter
), lost AS (
  SELECT matter, sum(greatest(0, waited - reference))::BIGINT AS lost, count(*) AS handovers,
    count(*) FILTER (kind = 'gap') AS gaps, count(waited) AS known
  FROM handovers GROUP BY matter
), allowed AS (
  SELECT route, sum(days)::BIGINT AS days FROM routes GROUP BY route
)
SELECT s.matter, s.unit, s.task, s.open, s.done_day, s.event,
  coalesce(l.lost, 0) AS lost, coalesce(l.handovers, 0) AS handovers,
  coalesce(l.gaps, 0) AS gaps, coalesce(l.known, 0) AS known,
  CASE WHEN s.due IS NOT NULL THEN s.due - s.begun ELSE a.days END AS allotted,
  s.due IS NOT NULL AS has_due,
  CASE WHEN s.due IS NULL THEN NULL
    WHEN s.open THEN greatest(0, $now::BIGINT - s.due - s.paused)
    ELSE greatest(0, s.done - s.due - s.paused) END AS late
FROM spans s
LEFT JOIN lost l USING (matter)
LEFT JOIN allowed a ON a.route = s.route
ORDER BY s.matter

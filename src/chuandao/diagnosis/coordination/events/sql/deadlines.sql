-- Cases by unit and task: completed and open, with a day due and past it, and by how much.
SELECT unit, task, count(*) FILTER (NOT open) AS closed,
  count(*) FILTER (NOT open AND has_due) AS closed_due,
  count(*) FILTER (NOT open AND late > 0) AS closed_late,
  coalesce(sum(late) FILTER (NOT open), 0)::BIGINT AS late,
  median(late) FILTER (NOT open AND late > 0) AS late_median,
  count(*) FILTER (open) AS open, count(*) FILTER (open AND has_due) AS open_due,
  count(*) FILTER (open AND late > 0) AS open_late
FROM cases
GROUP BY unit, task
ORDER BY unit, task NULLS FIRST

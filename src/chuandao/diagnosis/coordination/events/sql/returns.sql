-- Returns X -> Y -> X: X takes up again, after one stay of the case in Y, an activity it had done
-- in its stay before. When X then hands on to Y and Y does its step again, that is the same round
-- trip: of returns in stays that follow each other only the first, third ... count.
-- days: from the first doing to the repeated one, less what was paused.
WITH stays AS (
  SELECT *,
    sum(CASE WHEN from_department = department THEN 0 ELSE 1 END)
      OVER (PARTITION BY matter ORDER BY position)::INTEGER AS stay,
    complete - sum(paused) OVER (PARTITION BY matter ORDER BY position)::BIGINT AS net
  FROM ordered
), again AS (
  SELECT *,
    lag(stay) OVER same AS first_stay, lag(net) OVER same AS first_net
  FROM stays
  WINDOW same AS (PARTITION BY matter, department, activity ORDER BY position)
), found AS (
  SELECT matter, stay, any_value(unit) AS unit, any_value(task) AS task,
    any_value(department) AS department, max(greatest(0, net - first_net)) AS days,
    min(event) AS event
  FROM again WHERE stay - first_stay = 2
  GROUP BY matter, stay
), rounds AS (
  SELECT *, stay - row_number() OVER (PARTITION BY matter ORDER BY stay) AS run FROM found
), numbered AS (
  SELECT *, row_number() OVER (PARTITION BY matter, run ORDER BY stay) AS nth FROM rounds
)
SELECT f.event, f.matter, f.unit, f.task, f.department AS from_department,
  s.from_department AS to_department, f.days
FROM numbered f
JOIN stays s ON s.matter = f.matter AND s.stay = f.stay AND s.from_department <> s.department
WHERE f.nth % 2 = 1
ORDER BY f.event

// The page of a checkup: everything stands in it already; this only finds, folds and explains.
"use strict";
const byId = (id) => document.getElementById(id);
document.documentElement.classList.add("js");

// Sheets: #unit=CODE opens one, the city's own stands open at first.
function openSheet() {
  const hash = decodeHash();
  const sheet = hash.startsWith("unit=") ? byId(hash) : null;
  if (!sheet) return;
  for (const open of document.querySelectorAll(".sheet[open]")) open.open = open === sheet;
  sheet.open = true;
  markCurrent(hash.slice(5));
  sheet.scrollIntoView({ block: "start" });
}

function decodeHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

function markCurrent(code) {
  for (const link of document.querySelectorAll(".sheet-index [data-unit]")) {
    const isIt = link.dataset.unit === code;
    if (isIt) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    const group = isIt && link.closest("details");
    if (group) group.open = true;
    if (isIt) link.scrollIntoView({ block: "nearest" });
  }
}

function findSheet(event) {
  const words = event.target.value.trim().toLowerCase();
  for (const group of document.querySelectorAll(".sheet-index details")) {
    const head = group.querySelector("summary").textContent.toLowerCase().includes(words);
    const items = [...group.querySelectorAll("li")];
    for (const item of items)
      item.hidden = words !== "" && !head && !item.textContent.toLowerCase().includes(words);
    group.hidden = words !== "" && !head && items.every((item) => item.hidden);
    if (words) group.open = true;
  }
}

// The map: counties fold, arrow keys go from cell to cell, what a cell means is said.
function fold(button, open) {
  button.setAttribute("aria-expanded", String(open));
  button.closest("tbody").classList.toggle("folded", !open);
}

const cellsOf = (row) => [...row.querySelectorAll("td")];
const rowsOf = (map) => [...map.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.cells.length > 1 && row.offsetParent);
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function move(map, event) {
  const step = steps[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell) return;
  event.preventDefault();
  const rows = rowsOf(map);
  const row = rows[rows.indexOf(cell.parentElement) + step[0]];
  const next = row && cellsOf(row)[cellsOf(cell.parentElement).indexOf(cell) + step[1]];
  if (next) enter(next, cell);
}

function enter(next, from) {
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function tellCell(map, cell) {
  const at = cellsOf(cell.parentElement).indexOf(cell);
  const unit = cell.parentElement.querySelector("th a, th").textContent.replace("▾", "");
  const band = map.dataset[cell.dataset.band];
  return `${unit} · ${heads(map)[at]} · ${band}${cell.dataset.n ? ` × ${cell.dataset.n}` : ""}`;
}

function heads(map) {
  const [first, second] = map.tHead.rows;
  const signs = [...second.cells].map((head) => head.innerText.replace(/\s+/g, " ").trim());
  return [...first.cells].slice(1).flatMap((head) =>
    head.rowSpan > 1 ? [head.firstChild.textContent.trim()] : signs.splice(0, head.colSpan),
  );
}

function startMap(map) {
  const first = map.querySelector("td");
  if (first) first.tabIndex = 0;
  map.addEventListener("keydown", (event) => move(map, event));
  map.addEventListener("click", (event) => {
    const button = event.target.closest(".fold");
    if (button) fold(button, button.getAttribute("aria-expanded") !== "true");
    const cell = event.target.closest("td");
    if (cell) enter(cell, map.querySelector("td[tabindex='0']") || cell);
  });
  map.addEventListener("focusin", (event) => told(event.target.closest("td"), tellCell.bind(null, map)));
  map.addEventListener("mouseover", (event) => told(event.target.closest("td"), tellCell.bind(null, map)));
  map.addEventListener("mouseleave", hide);
}

// What is pointed at or has the focus is said in a small box.
function told(element, words) {
  if (!element) return hide();
  const tip = byId("tip");
  tip.textContent = words(element);
  tip.hidden = false;
  const box = element.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(box.left + box.width / 2, innerWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${box.top > tip.offsetHeight + 60 ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
  return undefined;
}

function hide() {
  byId("tip").hidden = true;
}

function startChart(chart) {
  const words = (mark) => mark.dataset.told;
  for (const title of chart.querySelectorAll("title")) {
    title.parentElement.dataset.told = title.textContent;
    title.remove();
  }
  chart.addEventListener("mouseover", (event) => told(event.target.closest("[data-told]"), words));
  chart.addEventListener("click", (event) => told(event.target.closest("[data-told]"), words));
  chart.addEventListener("mouseleave", hide);
}

// Where one reads is marked in the contents.
function follow() {
  const links = [...document.querySelectorAll(".contents a")];
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting))
        for (const link of links) {
          if (link.hash === `#${entry.target.id}`) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
    },
    { rootMargin: "-20% 0px -75% 0px" },
  );
  for (const section of document.querySelectorAll("main > section")) seen.observe(section);
}

for (const chart of document.querySelectorAll("svg.chart")) startChart(chart);
if (byId("heat-map")) startMap(byId("heat-map"));
for (const button of document.querySelectorAll("[data-fold]"))
  button.addEventListener("click", () => {
    for (const one of document.querySelectorAll(".fold")) fold(one, button.dataset.fold === "open");
  });
byId("find-sheet").addEventListener("input", findSheet);
addEventListener("hashchange", openSheet);
addEventListener("keydown", (event) => event.key === "Escape" && hide());
follow();
openSheet();

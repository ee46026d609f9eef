// The page of a document as it was understood: which document is shown, what a mark means, keys.
const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const documents = all("section.document");
const choose = byId("choose");

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Which document.
function show(key) {
  const at = Math.max(
    0,
    documents.findIndex((one) => one.id === key),
  );
  documents.forEach((one, place) => (one.hidden = place !== at));
  if (choose) choose.value = documents[at]?.id ?? "";
  for (const count of all("[data-counts]")) {
    count.textContent = count.dataset.counts.split(",")[at];
    count.closest("label").classList.toggle("zero", count.textContent === "0");
  }
}

function follow() {
  const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
  const owner = target && target.closest("section.document");
  show(owner ? owner.id : (documents.find((one) => !one.hidden) ?? documents[0])?.id);
  if (!owner) return;
  target.scrollIntoView({ block: target === owner ? "start" : "center" });
  all(".block.on").forEach((one) => one.classList.remove("on"));
  target.classList.add("on");
}

// What a mark means: every field over the place, the narrowest first.
function marksOver(element) {
  const found = [];
  for (let at = element; at && at.closest; at = at.parentElement) {
    if (at.matches(".m[title]")) found.push(at);
    if (at.matches(".words, .between")) break;
  }
  return found;
}

// A value that goes on over the border of another is one value all the same.
const wordsOf = (mark) =>
  all(".m", mark.closest(".words, .between"))
    .filter((one) => one.title === mark.title && one.className.split(" ")[1] === mark.className.split(" ")[1])
    .filter((one) => one === mark || touches(one, mark))
    .map((one) => one.textContent)
    .join("");
const touches = (one, other) => run(other).includes(one);

function run(mark) {
  const every = all(`.m.${mark.className.split(" ")[1]}`, mark.closest(".words, .between"));
  const at = every.indexOf(mark);
  const begins = (one) => one.hasAttribute("data-k");
  let first = at;
  while (first > 0 && !begins(every[first])) first -= 1;
  let last = at;
  while (last + 1 < every.length && !begins(every[last + 1])) last += 1;
  return every.slice(first, last + 1).filter((one) => one.title === mark.title);
}

function read(element) {
  const marks = marksOver(element);
  if (!marks.length) return false;
  all(".m.on").forEach((one) => one.classList.remove("on"));
  const block = element.closest(".block");
  byId("where").textContent = block
    ? `${block.dataset.path} · ${block.querySelector(".kind").textContent}`
    : "";
  byId("values").replaceChildren(...marks.map(card));
  marks.forEach((mark) => run(mark).forEach((one) => one.classList.add("on")));
  byId("reading").hidden = false;
  return true;
}

function card(mark) {
  const classes = mark.className.split(" ").filter((name) => /^(m|f-.*)$/.test(name));
  return make(
    "p",
    { class: "card" },
    make("strong", { class: `${classes.join(" ")} l0` }, mark.title),
    make("q", {}, wordsOf(mark)),
  );
}

function shut() {
  byId("reading").hidden = true;
  all(".m.on").forEach((one) => one.classList.remove("on"));
}

// Keys: Tab goes from clause to clause, left and right from mark to mark, up and down too.
const shownMarks = () => all(".document:not([hidden]) .m[data-k][title]").filter((one) => one.offsetParent);

function step(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape") return shut();
  if (!by || event.target.matches("input, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  const marks = shownMarks();
  const at = marks.indexOf(document.activeElement);
  const near = at >= 0 ? at + by : firstAfter(marks, document.activeElement, by);
  const next = marks[near];
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  event.preventDefault();
}

function firstAfter(marks, element, by) {
  const after = marks.findIndex(
    (one) => element.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return by > 0 ? after : (after < 0 ? marks.length : after) - 1;
}

// Browsers that do not know :has() are told by a class which boxes are empty.
function mirror(box) {
  document.documentElement.classList.toggle(`off-${box.id}`, !box.checked);
}

function begin() {
  document.documentElement.classList.add("js");
  all("[hidden].all, [hidden].keys").forEach((one) => (one.hidden = false));
  if (choose) {
    choose.disabled = false;
    choose.addEventListener("change", () => (location.hash = choose.value));
  }
  byId("shut").addEventListener("click", shut);
  byId("text").addEventListener("click", (event) => read(event.target));
  byId("text").addEventListener("focusin", (event) => read(event.target));
  for (const button of all("[data-all]"))
    button.addEventListener("click", () =>
      all("[data-field]").forEach((box) => {
        box.checked = Boolean(button.dataset.all);
        mirror(box);
      }),
    );
  for (const box of all(".legend input")) box.addEventListener("change", () => mirror(box));
  addEventListener("keydown", step);
  addEventListener("hashchange", follow);
  if (matchMedia("(max-width: 1100px)").matches)
    all(".tree details, .legend").forEach((one) => one.removeAttribute("open"));
  follow();
}

begin();

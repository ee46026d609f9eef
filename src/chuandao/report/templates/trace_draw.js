// The page of a trace, 1 of 3: the two texts and the curves between them.
// Texts enter the page as text nodes only, never as markup.

const data = JSON.parse(document.getElementById("trace-data").textContent);
const byId = (id) => document.getElementById(id);
const state = {
  pair: data.first,
  clause: "",
  link: null,
  filters: new Set(),
  alternatives: false,
  change: 0,
};
let blocks = new Map(); // clause id -> its element on the page and its data

// Words
const word = (key) => (Object.hasOwn(data.words, key) ? data.words[key] : "");
const name = (group, value) => word(`${group}.${value}`) || value;
const say = (key, values = {}) => word(`page.${key}`).replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");
const meaning = (group, value) => word(`${group}.${value}.meaning`) || word(`label.${value}.meaning`);
const family = (label) => (Object.hasOwn(data.families, label) ? data.families[label] : "other");

// Elements.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== "" && child !== null));
  return element;
}
const sign = (label) => make("i", { class: "sign", "aria-hidden": "true" }, data.signs[family(label)]);
const chip = (label) =>
  make("span", { class: "chip", "data-family": family(label) }, sign(label), name("label", label));
const badge = (value) => make("span", { class: "status", "data-status": value }, statusName(value));
const statusName = (value) => (value === "added" ? name("label", "added") : name("coverage", value));

// What is shown.
const pair = () => data.pairs[state.pair];
const upper = () => data.documents[pair().upper];
const lower = () => data.documents[pair().lower];
const accepted = () => pair().links.filter((link) => link.rank === 1);
const status = (clause) => (pair().statuses.find((one) => one[0] === clause) || ["", "", "", false, ""]).slice(1);
const passes = (link) =>
  !state.filters.size ||
  state.filters.has(`label:${link.labels[0]}`) ||
  (state.filters.has("doubtful") && link.doubtful);
const doubt = (is) => (is ? make("abbr", { class: "doubt", title: say("doubtful_why") }, "?") : "");
const touches = (link, clause) => link.upper === clause || link.lower === clause;
const choosing = () => Boolean(state.clause || state.link);
const shownLinks = () =>
  pair().links.filter((link) => (link.rank === 1 ? passes(link) : state.alternatives || link === state.link));

function chosen() {
  if (state.link) return [state.link];
  return state.clause ? accepted().filter((link) => touches(link, state.clause)) : [];
}

function numberedChanges() {
  return chosen()
    .flatMap((link) => link.changes.map((change) => ({ link, change })))
    .map((one, at) => ({ ...one, number: at + 1 }));
}

// Texts with marks (places are code points, so texts are cut as code points).
function marksOf(block, side) {
  const here = (link) => link[side] === block.clause;
  if (choosing())
    return numberedChanges()
      .filter((one) => here(one.link))
      .map(({ change, number }) => [change, number]);
  return accepted()
    .filter((link) => here(link) && passes(link))
    .flatMap((link) => link.changes.map((change) => [change, 0]));
}

function fragments(text, start, side, marks) {
  const points = Array.from(text);
  const clip = (at) => Math.min(points.length, Math.max(0, at - start));
  const spans = marks
    .map(([change, number]) => ({ change, number, from: clip(change[side][1]), to: clip(change[side][2]) }))
    .filter((span) => span.from < span.to);
  const cuts = [...new Set([0, points.length, ...spans.flatMap((span) => [span.from, span.to])])].sort(
    (a, b) => a - b,
  );
  return cuts
    .slice(0, -1)
    .flatMap((from, at) => fragment(points.slice(from, cuts[at + 1]).join(""), from, cuts[at + 1], spans));
}

function fragment(text, from, to, spans) {
  const over = spans.filter((span) => span.from <= from && to <= span.to);
  if (!over.length) return [text];
  const numbers = over.map((span) => span.number).filter(Boolean);
  const ends = over.filter((span) => span.number && span.to === to);
  const attributes = {
    "data-direction": over[0].change.direction,
    title: over.map((span) => titleOf(span.change)).join("; "),
  };
  if (numbers.length)
    Object.assign(attributes, {
      "data-numbers": numbers.join(" "),
      tabindex: "0",
      onmouseenter: () => point(numbers[0]),
      onmouseleave: () => point(0),
      onfocus: () => point(numbers[0]),
      onblur: () => point(0),
    });
  return [make("mark", attributes, text), ...ends.map((span) => make("sup", {}, String(span.number)))];
}

const titleOf = (change) =>
  say("change", {
    attribute: name("attribute", change.attribute),
    direction: name("direction", change.direction),
  });

function point(number) {
  state.change = number;
  document.querySelectorAll("mark.on, .change.on").forEach((element) => element.classList.remove("on"));
  if (!number) return;
  document
    .querySelectorAll("mark[data-numbers]")
    .forEach((mark) => mark.classList.toggle("on", mark.dataset.numbers.split(" ").includes(String(number))));
  document
    .querySelectorAll(`.change[data-number="${Number(number)}"]`)
    .forEach((row) => row.classList.add("on"));
}

// The two columns.
function fillColumn(side, source) {
  const head = make(
    "header",
    {},
    make("h2", {}, source.name),
    make("p", { class: "quiet" }, source.note.join(" · ")),
  );
  byId(side).replaceChildren(head, ...source.blocks.map((values) => blockElement(side, values)));
  byId(side).scrollTop = 0;
}

function blockElement(side, [text, start, clause, path, added]) {
  if (!clause) return make("div", { class: "between" }, text);
  const button = make(
    "button",
    {
      type: "button",
      class: "path",
      "aria-label": say("select_clause", { path }),
      onclick: (event) => {
        event.stopPropagation();
        choose(clause);
      },
    },
    path,
  );
  const words = make("div", { class: "text" });
  const element = make(
    "article",
    {
      class: "block",
      onclick: () => {
        if (String(getSelection()) === "") choose(clause);
      },
    },
    make("div", { class: "head" }, button, ...headTags(side, clause, added)),
    words,
    make("div", { class: "tags" }),
  );
  blocks.set(clause, { clause, side, text, start, path, added, element, words, button });
  return element;
}

function headTags(side, clause, added) {
  if (side === "lower")
    return added === null ? [] : [badge("added"), make("span", { class: "quiet" }, name("addition", added))];
  const [value, probability] = status(clause);
  return value
    ? [badge(value), make("span", { class: "quiet" }, value === "covered" ? "" : probability)]
    : [];
}

const linkTitle = (link) =>
  say("select_link", {
    label: name("label", link.labels[0]),
    upper: blocks.get(link.upper).path,
    lower: blocks.get(link.lower).path,
  });

function linkButton(link, side) {
  const other = blocks.get(side === "upper" ? link.lower : link.upper);
  return make(
    "button",
    {
      type: "button",
      class: "chip",
      "data-family": link.rank === 1 ? family(link.labels[0]) : "none",
      "aria-label": linkTitle(link),
      onclick: (event) => {
        event.stopPropagation();
        chooseLink(link, side);
      },
    },
    sign(link.labels[0]),
    name("label", link.labels[0]),
    doubt(link.doubtful),
    ` ${side === "upper" ? "→" : "←"} ${other.path}`,
    link.rank === 1 ? "" : ` (${link.probability})`,
  );
}

function dressBlocks() {
  const links = [...shownLinks()].sort((a, b) => a.rank - b.rank);
  const picked = chosen();
  for (const block of blocks.values()) {
    const mine = links.filter((link) => link[block.side] === block.clause);
    const first = mine.find((link) => link.rank === 1);
    const ends = picked.some((link) => link[block.side] === block.clause);
    const on = block.clause === state.clause || ends;
    const classes = block.element.classList;
    classes.toggle("on", on);
    classes.toggle("new", block.added !== null && block.side === "lower");
    classes.toggle("fold", !on && isFolded(block, mine));
    setOrRemove(block.element, "data-family", first && family(first.labels[0]));
    setOrRemove(block.element, "data-status", block.side === "upper" && status(block.clause)[0]);
    block.button.setAttribute("aria-pressed", String(on));
    block.words.replaceChildren(
      ...fragments(block.text, block.start, block.side, marksOf(block, block.side)),
    );
    block.element.lastChild.replaceChildren(...mine.map((link) => linkButton(link, block.side)));
  }
}

const setOrRemove = (element, key, value) =>
  value ? element.setAttribute(key, value) : element.removeAttribute(key);

function isFolded(block, links) {
  if (!state.filters.size || links.length) return false;
  if (block.side === "upper") {
    const [value, , unsure] = status(block.clause);
    return !state.filters.has(`status:${value}`) && !(state.filters.has("doubtful") && unsure);
  }
  return !(block.added !== null && state.filters.has("status:added"));
}

// The curves.
function draw() {
  const box = byId("curves").getBoundingClientRect();
  if (!box.width) return;
  const picked = chosen();
  const groups = shownLinks().map((link) => curve(link, box, picked.includes(link)));
  byId("curves").classList.toggle("choosing", choosing());
  byId("curves").replaceChildren(...groups.filter(Boolean));
}

function curve(link, box, on) {
  const [a, b] = ["upper", "lower"].map((side) => anchor(link, side, box));
  if (a.out && a.out === b.out) return null;
  const path = `M0 ${a.y} C${box.width * 0.5} ${a.y} ${box.width * 0.5} ${b.y} ${box.width} ${b.y}`;
  const kind = link.rank === 1 ? family(link.labels[0]) : "none";
  const group = svg("g", { "data-family": kind, class: `${on ? "on" : ""} ${a.out || b.out ? "off" : ""}` });
  const title = svg("title", {});
  title.textContent = linkTitle(link);
  group.append(title, svg("path", { class: "line", d: path }), svg("path", { class: "hit", d: path }));
  group.addEventListener("click", () => chooseLink(link, "upper"));
  return group;
}

// The ends of a block's links stand one below the other, beside its chips' order.
function anchor(link, side, box) {
  const place = blocks.get(link[side]).element.getBoundingClientRect();
  const mine = shownLinks().filter((one) => one[side] === link[side]);
  const step = Math.min(14, (place.height - 12) / Math.max(1, mine.length));
  const middle =
    place.top + Math.min(place.height / 2, 40) + (mine.indexOf(link) - (mine.length - 1) / 2) * step;
  const top = byId(side).querySelector("header").getBoundingClientRect().bottom - box.top;
  const y = Math.round((middle - box.top) * 10) / 10;
  if (y < top) return { y: top - 3, out: "above" };
  return y > box.height ? { y: box.height - 3, out: "below" } : { y, out: "" };
}

function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// The page of a trace, 3 of 3: what happens when someone chooses, filters or turns a page.
// The state stands in the address: #pair=UPPER,LOWER&clause=ID&link=UPPER,LOWER&filter=A,B

// Choosing.
function choose(clause) {
  const same = state.clause === clause && !state.link;
  Object.assign(state, { clause: same ? "" : clause, link: null });
  refresh();
  if (same) return;
  bringNear(clause);
  keepFocus(blocks.get(clause).button);
}

function chooseLink(link, side) {
  Object.assign(state, { clause: link[side], link });
  refresh();
  bringNear(link[side]);
  keepFocus(byId("panel"));
}

// What had the focus may have been drawn anew; whoever works by keyboard goes on from here.
function keepFocus(element) {
  if (document.activeElement === document.body) element.focus({ preventScroll: true });
}

function clear() {
  const was = blocks.get(state.clause);
  Object.assign(state, { clause: "", link: null });
  refresh();
  if (was) was.button.focus({ preventScroll: true });
}

// The counterpart is scrolled to the height of the chosen clause; that one itself hardly moves.
function bringNear(clause) {
  const mine = blocks.get(clause);
  if (isNarrow()) showAlone(mine);
  else showTogether(mine);
  const told = chosen().map(linkTitle);
  byId("live").textContent = say("selected", { what: told.join("; ") || mine.path });
  draw();
}

// On a narrow screen one text is shown, and the page scrolls.
const isNarrow = () => matchMedia("(max-width: 760px)").matches;

function showAlone(block) {
  showSide(block.side);
  block.element.scrollIntoView({ block: "start" });
}

function showTogether(mine) {
  showWhole(mine);
  const link = chosen()[0];
  if (link)
    align(
      blocks.get(mine.side === "upper" ? link.lower : link.upper),
      mine.element.getBoundingClientRect().top,
    );
}

function showWhole(block) {
  const column = byId(block.side);
  const head = column.querySelector("header").offsetHeight;
  const top = block.element.offsetTop - column.scrollTop - column.offsetTop - head;
  const room = column.clientHeight - head - block.element.offsetHeight;
  if (top < 0 || top > room) column.scrollTop += top - Math.max(0, Math.min(40, room));
}

function align(block, top) {
  byId(block.side).scrollTop += block.element.getBoundingClientRect().top - top;
  showWhole(block);
}

// Filters.
function fillFilters() {
  const labels = pair().labels.map(([label, n]) =>
    filterButton(
      `label:${label}`,
      "chip",
      { "data-family": family(label), title: meaning("label", label) },
      [sign(label), name("label", label)],
      n,
    ),
  );
  const judged = pair().statuses.length > 0;
  const statuses = pair()
    .counts.filter(([value, n]) => n || (judged && ["covered", "partial", "dropped"].includes(value)))
    .map(([value, n]) =>
      filterButton(
        `status:${value}`,
        "status",
        { "data-status": value, title: meaning("coverage", value) },
        [statusName(value)],
        n,
      ),
    );
  const added = filterButton(
    "status:added",
    "status",
    { "data-status": "added", title: meaning("label", "added") },
    [statusName("added")],
    pair().added,
  );
  const unsure =
    accepted().filter((link) => link.doubtful).length + pair().statuses.filter((one) => one[3]).length;
  const doubtful = filterButton("doubtful", "status", { title: say("doubtful_why") }, [say("doubtful")], unsure);
  byId("filters").replaceChildren(
    group(say("labels"), labels),
    statuses.length ? group(say("statuses"), statuses) : "",
    group(say("additions"), [added]),
    group("", [doubtful]),
    group("", switches()),
  );
}

const group = (title, items) => make("div", { class: "group" }, title ? make("span", {}, title) : "", items);

function filterButton(key, kind, attributes, label, n) {
  const toggle = () => {
    if (!state.filters.delete(key)) state.filters.add(key);
    refresh();
    showMatches();
  };
  return make(
    "button",
    {
      type: "button",
      class: kind,
      ...attributes,
      "data-key": key,
      disabled: !n,
      "aria-pressed": String(state.filters.has(key)),
      onclick: toggle,
    },
    label,
    make("b", {}, String(n)),
  );
}

// After filtering, the first clause that is left stands in view on either side.
function showMatches() {
  if (!state.filters.size || isNarrow()) return;
  const open = [...blocks.values()].filter((block) => !block.element.classList.contains("fold"));
  const first = open.find((block) => block.side === "upper");
  if (first) showWhole(first);
  const link = first && shownLinks().find((one) => one.upper === first.clause);
  const other = link ? blocks.get(link.lower) : open.find((block) => block.side === "lower");
  if (link) align(other, first.element.getBoundingClientRect().top);
  else if (other) showWhole(other);
  draw();
}

function switches() {
  const n = pair().links.length - accepted().length;
  const found = [];
  if (n)
    found.push(
      make(
        "button",
        {
          type: "button",
          class: "plainly",
          "data-key": "alternatives",
          "aria-pressed": String(state.alternatives),
          onclick: () => {
            state.alternatives = !state.alternatives;
            refresh();
          },
        },
        say("alternatives_show", { n }),
      ),
    );
  if (state.filters.size)
    found.push(
      make(
        "button",
        {
          type: "button",
          class: "plainly",
          "data-key": "all",
          onclick: () => {
            state.filters.clear();
            refresh();
          },
        },
        say("all"),
      ),
    );
  return found;
}

// Which pair.
function fillChooser() {
  const lowers = [...new Set(data.pairs.map((one) => one.lower))];
  const uppers = data.pairs.map((one, at) => [one, at]).filter(([one]) => one.lower === pair().lower);
  const option = (value, text, selected) => make("option", { value, selected }, text);
  byId("choose-lower").replaceChildren(
    ...lowers.map((at) => {
      const { name: title, depth } = data.documents[at];
      return option(at, "\u3000".repeat(Math.max(0, depth - 1)) + title, at === pair().lower);
    }),
  );
  byId("choose-upper").replaceChildren(
    ...uppers.map(([one, at]) =>
      option(at, `${data.documents[one.upper].name} (${one.relation})`, at === state.pair),
    ),
  );
  byId("basis").textContent = [pair().relation, pair().basis].filter(Boolean).join(" · ");
  byId("previous").disabled = state.pair === 0;
  byId("next").disabled = state.pair === data.pairs.length - 1;
}

// A new lower document is shown against its first upper one: its direct parent.
const firstPairOf = (lowerAt) => data.pairs.findIndex((one) => one.lower === lowerAt);

function openPair(at) {
  Object.assign(state, { pair: at, clause: "", link: null });
  showPair();
  refresh();
}

function showPair() {
  blocks = new Map();
  fillChooser();
  fillColumn("upper", upper());
  fillColumn("lower", lower());
  document
    .querySelectorAll(".list")
    .forEach((list) => list.toggleAttribute("data-current", list.id === `pair-${state.pair + 1}`));
}

function refresh() {
  document.documentElement.classList.toggle("choosing", choosing());
  const focused = document.activeElement?.dataset?.key;
  fillFilters();
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  dressBlocks();
  fillPanel();
  draw();
  writeAddress();
}

function showSide(side) {
  byId("stage").dataset.side = side;
  document
    .querySelectorAll(".sides button")
    .forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.side === side)));
}

// The address.
const coded = (...values) => values.map(encodeURIComponent).join(",");
const decoded = (text) => {
  try {
    return text.split(",").map(decodeURIComponent);
  } catch {
    return [];
  }
};

function writeAddress() {
  const parts = [`pair=${coded(upper().id, lower().id)}`];
  if (state.link) parts.push(`link=${coded(state.link.upper, state.link.lower)}`);
  if (state.clause) parts.push(`clause=${coded(state.clause)}`);
  if (state.filters.size) parts.push(`filter=${coded(...[...state.filters].sort())}`);
  if (state.alternatives) parts.push("alternatives=1");
  history.replaceState(null, "", `#${parts.join("&")}`);
}

function readAddress() {
  const hash = location.hash.slice(1);
  const numbered = /^pair-(\d+)$/.exec(hash);
  const fields = new Map(
    hash.split("&").map((part) => [part.split("=")[0], decoded(part.slice(part.indexOf("=") + 1))]),
  );
  if (numbered) return openNumbered(Number(numbered[1]) - 1);
  if (!fields.has("pair")) return false;
  const [above, below] = fields.get("pair");
  const at = data.pairs.findIndex(
    (one) => data.documents[one.upper].id === above && data.documents[one.lower].id === below,
  );
  if (at < 0) return false;
  restore(at, fields);
  return true;
}

function openNumbered(at) {
  if (!data.pairs[at]) return false;
  openPair(at);
  byId("compare").scrollIntoView();
  return true;
}

function restore(at, fields) {
  Object.assign(state, {
    pair: at,
    alternatives: fields.has("alternatives"),
    filters: new Set(fields.get("filter") || []),
  });
  showPair();
  const [clause] = fields.get("clause") || [""];
  const [above, below] = fields.get("link") || [];
  const link = pair().links.find((one) => one.upper === above && one.lower === below) || null;
  Object.assign(state, { link, clause: blocks.has(clause) ? clause : link ? link.upper : "" });
  refresh();
  if (choosing()) bringNear(state.clause);
  else showMatches();
}

// Keys, scrolling, beginning.
function onKey(event) {
  if (event.key === "Escape") {
    if (choosing()) clear();
    else if (state.filters.size) {
      state.filters.clear();
      refresh();
    }
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && event.target.matches?.("button.path")) {
    const buttons = [...event.target.closest(".column").querySelectorAll("button.path")];
    buttons[buttons.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  }
}

let waiting = false;
function drawSoon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
}

function begin() {
  document.documentElement.classList.add("js");
  byId("app").hidden = false;
  byId("choose-lower").addEventListener("change", (event) =>
    openPair(firstPairOf(Number(event.target.value))),
  );
  byId("choose-upper").addEventListener("change", (event) => openPair(Number(event.target.value)));
  byId("previous").addEventListener("click", () => openPair(state.pair - 1));
  byId("next").addEventListener("click", () => openPair(state.pair + 1));
  document
    .querySelectorAll(".sides button")
    .forEach((button) => button.addEventListener("click", () => showSide(button.dataset.side)));
  ["upper", "lower"].forEach((side) => byId(side).addEventListener("scroll", drawSoon, { passive: true }));
  addEventListener("resize", drawSoon);
  addEventListener("keydown", onKey);
  addEventListener("hashchange", readAddress);
  showSide("upper");
  if (!readAddress()) {
    showPair();
    refresh();
  }
}

begin();

// The page of a trace, 2 of 3: the panel with the particulars of what is chosen.

function fillPanel() {
  byId("panel").replaceChildren(...(choosing() ? clausePanel() : pairPanel()));
  byId("panel").scrollTop = 0;
}

function pairPanel() {
  const count = (source) => source.blocks.filter((block) => block[2]).length;
  const facts = [
    [say("statuses"), count(upper())],
    [say("additions"), count(lower())],
    [say("links"), accepted().length],
  ];
  for (const [value, n] of pair().counts) if (n) facts.push([statusName(value), n]);
  const unjudged = count(upper()) - pair().statuses.length;
  if (unjudged) facts.push([statusName("unjudged"), unjudged]);
  facts.push([statusName("added"), pair().added]);
  if (pair().basis) facts.push([say("basis"), pair().basis]);
  return [
    make("h2", {}, say("pair_summary")),
    make(
      "dl",
      { class: "facts" },
      facts.flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, String(value))]),
    ),
    make("h3", {}, say("strip")),
    make(
      "div",
      { class: "strip" },
      upper()
        .blocks.filter((block) => block[2])
        .map(cell),
    ),
    make("h3", {}, say("how")),
    make(
      "ul",
      { class: "how-to" },
      ["how_1", "how_2", "how_3"].map((key) => make("li", {}, say(key))),
    ),
  ];
}

// One small cell a clause of the upper text: what became of it, at a glance.
function cell([, , clause, path]) {
  const link = accepted().find((one) => one.upper === clause);
  const label = link ? link.labels[0] : "";
  const [value] = status(clause);
  const told = [path, label && name("label", label), value && statusName(value)].filter(Boolean).join(" ");
  const attributes = {
    type: "button",
    title: told,
    "aria-label": told,
    "data-status": value,
    onclick: () => choose(clause),
  };
  return make(
    "button",
    { ...attributes, "data-family": label ? family(label) : "none" },
    label ? sign(label) : "",
    path,
  );
}

function clausePanel() {
  const block = blocks.get(state.clause || state.link.upper);
  const title = say(block.side === "upper" ? "upper_clause" : "lower_clause", { path: block.path });
  const value = block.side === "upper" ? status(block.clause)[0] : block.added === null ? "" : "added";
  const notes = value
    ? [
        make("p", {}, badge(value), ` ${status(block.clause)[1]} `, doubt(status(block.clause)[2])),
        make("p", { class: "says" }, meaning("coverage", value)),
        ...(status(block.clause)[3] ? [make("p", { class: "says" }, status(block.clause)[3])] : []),
      ]
    : [];
  const cards = chosen().map(card);
  if (!cards.length && !value) notes.push(make("p", { class: "says" }, say("no_link")));
  return [
    make("button", { type: "button", class: "plainly shut", onclick: () => clear() }, say("close")),
    make("h2", {}, title),
    ...notes,
    ...cards,
    ...alternatives(block),
  ];
}

function card(link) {
  const above = blocks.get(link.upper);
  const below = blocks.get(link.lower);
  const ends = `${say("upper_clause", { path: above.path })} → ${say("lower_clause", { path: below.path })}`;
  const side = blocks.get(state.clause || link.upper).side === "upper" ? "lower" : "upper";
  const other = blocks.get(link[side]);
  const sure = [link.probability && say("probability", { probability: link.probability }), link.source]
    .filter(Boolean)
    .join(" · ");
  const changes = numberedChanges().filter((one) => one.link === link);
  return make(
    "section",
    { class: "card", "data-family": family(link.labels[0]) },
    make("p", { class: "ends" }, ends),
    make(
      "p",
      {},
      link.labels.flatMap((label) => [chip(label), " "]),
      doubt(link.doubtful),
    ),
    make("p", { class: "says" }, meaning("label", link.labels[0])),
    make("p", { class: "quiet" }, sure),
    make(
      "div",
      { class: "other text" },
      fragments(
        other.text,
        other.start,
        side,
        changes.map(({ change, number }) => [change, number]),
      ),
    ),
    ...(changes.length ? changes.map(changeRow) : [make("p", { class: "quiet" }, say("no_change"))]),
  );
}

function changeRow({ change, number }) {
  const quote = ([value]) => (value ? make("q", {}, value) : make("span", { class: "none" }, "—"));
  return make(
    "button",
    {
      type: "button",
      class: "change",
      "data-number": number,
      onclick: () => reveal(number),
      onmouseenter: () => point(number),
      onmouseleave: () => point(0),
      onfocus: () => point(number),
    },
    make("sup", {}, String(number)),
    make("strong", {}, titleOf(change)),
    make("span", { class: "values" }, quote(change.upper), " → ", quote(change.lower)),
    make("span", {}, change.why),
    make("span", { class: "where" }, change.place),
  );
}

function alternatives(block) {
  const others = pair().links.filter((link) => link.rank !== 1 && touches(link, block.clause));
  if (!others.length) return [];
  const open = state.alternatives || others.includes(state.link);
  return [
    make(
      "details",
      { open },
      make("summary", {}, `${say("alternatives")} (${others.length})`),
      make("p", { class: "quiet" }, say("alternatives_note")),
      make(
        "div",
        { class: "tags" },
        others.map((link) => linkButton(link, block.side)),
      ),
    ),
  ];
}

function reveal(number) {
  point(number);
  document
    .querySelectorAll("#upper mark.on, #lower mark.on")
    .forEach((mark) => mark.scrollIntoView({ block: "nearest" }));
  draw();
}

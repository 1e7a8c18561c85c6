// The neuron bench in the page: one step unit with two inputs. From w₁, w₂ and b come four sums,
// four answers, a line and a score. All numbers are quarters, so floats hold every sum exactly.

const QUARTER = 0.25;

const KEY =
  "A full point wants the answer 1, a hollow one 0; a cross marks a wrong answer. The arrow " +
  "shows (w₁, w₂): it always points to the side of 1.";

function render({ model, el }) {
  const page = build(model);
  const measure = () => {
    page.box = page.plane.getBoundingClientRect();
    page.drawn = page.drawing.getBoundingClientRect();
  };
  const draw = () => update(page, model);
  return present({ model, el }, page, ["w1", "w2", "b", "gate"], measure, draw);
}

export default widget(render);

// ---- the unit -----------------------------------------------------------------------------------

function unit(model) {
  const [w1, w2, b] = ["w1", "w2", "b"].map((name) => model.get(name));
  const gate = model.get("gate");
  const wanted = model.get("_gates")[gate];
  const rows = model.get("_inputs").map(([x1, x2], place) => {
    const z = w1 * x1 + w2 * x2 + b;
    const answer = z >= 0 ? 1 : 0;
    return { x1, x2, z, answer, wanted: wanted[place], right: answer === wanted[place] };
  });
  return { w1, w2, b, gate, rows, right: rows.filter((row) => row.right).length };
}

const quarter = (value) =>
  Math.min(REACH, Math.max(-REACH, Math.round(value / QUARTER) * QUARTER)) + 0; // no −0

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-bench", "Neuron bench");
  const controls = element("div", { class: "controls" }, root);
  const gates = Object.keys(model.get("_gates")).map((gate) => [gate, gate]);
  const title = "The unit should be";
  const radios = pillChoice(title, gates, controls, (gate) => keep(model, { gate }));
  const board = element("div", { class: "board" }, root);
  const left = element("div", {}, board);
  const plane = shape("svg", { class: "plane" }, left);
  element("p", { class: "key" }, left, KEY);
  const still = shape("g", { role: "img" }, plane); // redrawn; the handles stay, with the focus
  const handles = {
    weights: handle(plane, "Weights", "Left and right change w₁, up and down change w₂."),
    bias: handle(plane, "Bias", "Up and down change b."),
  };
  const side = element("div", {}, board);
  const sliders = element("div", { class: "sliders" }, side);
  const names = { w1: "Weight w₁", w2: "Weight w₂", b: "Bias b" };
  const range = [-REACH, REACH, QUARTER];
  const moved = Object.entries(names).map(([trait, name]) => [
    trait,
    slider(name, range, trait, model, sliders),
  ]);
  const drawing = shape("svg", { class: "drawing", role: "img" }, side);
  const table = element("table", {}, side);
  element("caption", {}, table, "z = w₁x₁ + w₂x₂ + b, and the answer is 1 where z ≥ 0");
  const head = element("tr", {}, element("thead", {}, table));
  for (const word of ["x₁", "x₂", "z", "answer", "wanted", ""]) {
    element("th", { scope: "col" }, head, word || "right?");
  }
  const body = element("tbody", {}, table);
  const score = element("p", { class: "score" }, side);
  const words = description(root);
  const goals = goalBoard(model.get("_goals"), root);
  const page = { root, radios, plane, still, handles, drawing, body, score, words, goals };
  Object.assign(page, { sliders: Object.fromEntries(moved), best: {}, seen: memory() });
  steer(page, model);
  return page;
}

// What the goals need to remember: weights that were AND, and points at which XOR has failed.
const memory = () => ({ and: new Set(), failed: new Set() });

function handle(plane, name, keys) {
  const made = shape("g", { class: "handle", tabindex: 0, role: "slider" }, plane);
  made.setAttribute("data-lm-suppress-shortcuts", "true");
  made.setAttribute("data-handle", name.toLowerCase());
  shape("circle", { class: "grip", r: 20 }, made);
  shape("circle", { class: "ring", r: 14 }, made); // seen when it has the focus
  if (name === "Weights") shape("circle", { class: "mark", r: 8 }, made);
  else shape("rect", { class: "mark", x: -8, y: -8, width: 16, height: 16, rx: 3 }, made);
  const label = shape("text", { x: 13, y: -8 }, made);
  label.textContent = name === "Weights" ? "w" : "b";
  label.setAttribute("aria-hidden", "true");
  shape("title", {}, made).textContent = `${name}. Drag, or use the arrow keys. ${keys}`;
  return made;
}

// ---- dragging and keys --------------------------------------------------------------------------

function steer(page, model) {
  const { weights, bias } = page.handles;
  drag(page, weights, model, (x1, x2) => ({ w1: quarter(x1 / ARROW), w2: quarter(x2 / ARROW) }));
  drag(page, bias, model, (x1, x2) => {
    const { w1, w2 } = unit(model);
    return { b: quarter(-(w1 * x1 + w2 * x2)) }; // so that the line goes through the pointer
  });
  const up = { ArrowUp: 1, ArrowDown: -1 };
  const along = { ArrowRight: 1, ArrowLeft: -1 };
  keys(weights, model, (key) => ({ w1: along[key], w2: up[key] }));
  keys(bias, model, (key) => ({ b: up[key] ?? along[key] }));
}

function drag(page, node, model, meaning) {
  node.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    node.focus({ preventScroll: true });
  });
  followPointer(node, page.plane, model, (across, down) => {
    model.set(meaning(page.at.x(across), page.at.y(down)));
  });
}

function keys(node, model, meaning) {
  node.addEventListener("keydown", (event) => {
    for (const [trait, steps] of Object.entries(meaning(event.key))) {
      if (!steps) continue;
      event.preventDefault();
      model.set(trait, quarter(model.get(trait) + steps * QUARTER));
    }
  });
  node.addEventListener("keyup", () => model.save_changes());
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const now = unit(model);
  page.best[now.gate] = Math.max(page.best[now.gate] ?? 0, now.right);
  markChosen(page.radios, now.gate);
  for (const [trait, part] of Object.entries(page.sliders)) {
    place(part, now[trait], now[trait].toFixed(2).replace("-", "−"));
  }
  drawUnit(page, now);
  drawPlane(page, now);
  page.still.setAttribute("aria-label", describe(now));
  page.words.show(describe(now));
  fillTable(page.body, now.rows);
  page.score.replaceChildren();
  page.score.append(`${now.gate}: `);
  const percent = element("strong", {}, page.score, `${25 * now.right} %`);
  percent.dataset.value = now.right / 4; // all digits, for whoever checks them
  element("span", { class: "best" }, page.score, `, best so far ${25 * page.best[now.gate]} %`);
  const here = goalsHere(page.seen, now);
  tickReached(page.goals, model, (_, place) => here[place]);
}

function fillTable(body, rows) {
  body.replaceChildren();
  for (const { x1, x2, z, answer, wanted, right } of rows) {
    const line = element("tr", { class: right ? "right" : "wrong" }, body);
    for (const cell of [x1, x2, z, answer, wanted]) {
      element("td", { "data-value": cell }, line, plain(cell));
    }
    element("td", {}, line, right ? "✓ right" : "✗ wrong");
  }
}

function describe(now) {
  const { w1, w2, b, gate, rows, right } = now;
  const set = `With w₁ = ${plain(w1)}, w₂ = ${plain(w2)} and b = ${plain(b)} the unit is right in `;
  const wrong = rows.filter((row) => !row.right).map(({ x1, x2 }) => `(${x1}, ${x2})`);
  const where = wrong.length ? `, wrong at ${wrong.join(", ")}` : "";
  const score = `${set}${right} of 4 cases of ${gate}${where}. `;
  if (!w1 && !w2) {
    return `${score}Both weights are 0: there is no line, and every input gets the same answer.`;
  }
  const ones = rows.filter((row) => row.answer).length;
  if (ones % 4 === 0) return `${score}All four points lie on the side of ${ones / 4}.`;
  return `${score}The line has ${ones} ${ones === 1 ? "point" : "points"} on the side of 1.`;
}

// Which goals are reached now, in their order; `seen` remembers what was there before.
function goalsHere({ and, failed }, { w1, w2, gate, rows, right }) {
  const weights = `${w1} ${w2}`;
  if (gate === "AND" && right === 4) and.add(weights);
  if (gate === "XOR" && right === 3) failed.add(rows.findIndex((row) => !row.right));
  const or = gate === "OR" && right === 4 && and.has(weights);
  return [gate === "AND" && right === 4, or, failed.size >= 2];
}

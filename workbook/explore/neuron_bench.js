// The neuron bench in the page: one step unit with two inputs. From w₁, w₂ and b come four sums,
// four answers, a line and a score. All numbers are quarters, so floats hold every sum exactly.

const REACH = 3; // of weights and bias, to both sides
const QUARTER = 0.25;
const VIEW = [-1.35, 2.15]; // what the plane shows of x₁ and of x₂
const ARROW = 0.4; // how long on the plane the arrow of a weight of 1 is

const KEY =
  "A full point wants the answer 1, a hollow one 0; a cross marks a wrong answer. The arrow shows " +
  "(w₁, w₂): it always points to the side of 1.";

function render({ model, el }) {
  const page = build(model);
  el.append(page.root);
  const draw = () => page.box && update(page, model); // not before it is laid out
  const resized = new ResizeObserver(() => {
    page.box = page.plane.getBoundingClientRect();
    draw();
  });
  resized.observe(page.root); // calls at once, and whenever the width changes
  const moved = () => {
    draw();
    speak(page);
  };
  model.on("change:w1 change:w2 change:b change:gate", moved);
  return () => {
    resized.disconnect();
    model.off("change:w1 change:w2 change:b change:gate", moved);
  };
}

export default { render };

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

const plain = (number) => String(number).replace("-", "−");

// ---- what never changes -------------------------------------------------------------------------

let benches = 0;

function build(model) {
  const id = `wb-bench-${benches++}`;
  const root = element("section", { class: "wb-widget wb-bench" });
  root.setAttribute("aria-label", "Neuron bench");
  const radios = gateChoice(model, root, id);
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
  const table = element("table", {}, side);
  element("caption", {}, table, "z = w₁x₁ + w₂x₂ + b, and the answer is 1 where z ≥ 0");
  const head = element("tr", {}, element("thead", {}, table));
  for (const word of ["x₁", "x₂", "z", "answer", "wanted", ""]) {
    element("th", { scope: "col" }, head, word || "right?");
  }
  const body = element("tbody", {}, table);
  const score = element("p", { class: "score" }, side);
  const words = element("p", { class: "words" }, root);
  const heard = element("p", { class: "wb-heard", role: "status", "aria-live": "polite" }, root);
  const goals = goalList(model.get("_goals"), root);
  const page = { root, radios, plane, still, handles, body, score, words, heard, goals };
  Object.assign(page, { sliders: Object.fromEntries(moved), best: {}, seen: memory() });
  steer(page, model);
  return page;
}

// What the goals need to remember: weights that were AND, and points at which XOR has failed.
const memory = () => ({ and: new Set(), failed: new Set() });

function gateChoice(model, root, id) {
  const group = element("fieldset", { class: "gates" }, root);
  element("legend", {}, group, "The unit should be");
  return Object.keys(model.get("_gates")).map((gate) => {
    const label = element("label", {}, group);
    const radio = control("input", { type: "radio", name: id, value: gate }, label);
    label.append(gate);
    radio.addEventListener("change", () => keep(model, { gate }));
    return radio;
  });
}

function handle(plane, name, keys) {
  const made = shape("g", { class: "handle", tabindex: 0, role: "slider" }, plane);
  made.setAttribute("data-lm-suppress-shortcuts", "true");
  made.setAttribute("data-handle", name.toLowerCase());
  shape("circle", { class: "grip", r: 20 }, made);
  if (name === "Weights") shape("circle", { class: "mark", r: 8 }, made);
  else shape("rect", { class: "mark", x: -8, y: -8, width: 16, height: 16, rx: 3 }, made);
  const label = shape("text", { x: 13, y: -8 }, made);
  label.textContent = name === "Weights" ? "w" : "b";
  label.setAttribute("aria-hidden", "true");
  shape("title", {}, made).textContent = `${name}. Drag, or use the arrow keys. ${keys}`;
  return made;
}

function goalList(goals, root) {
  element("h4", {}, root, "Goals, ticked as you reach them");
  const list = element("ol", { class: "goals" }, root);
  return goals.map((goal) => {
    const item = element("li", {}, list);
    const mark = shape("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, item);
    shape("circle", { cx: 9, cy: 9, r: 8 }, mark);
    shape("path", { d: "M5 9.5 8 12.5 13 6" }, mark);
    const body = element("div", {}, item, goal.text);
    const state = element("span", { class: "wb-heard" }, body, " Not yet done.");
    return { item, state, lesson: element("span", { class: "lesson" }, body) };
  });
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
    node.setPointerCapture(event.pointerId);
    event.preventDefault();
    node.focus({ preventScroll: true });
  });
  node.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) return;
    const box = page.plane.getBoundingClientRect();
    const x1 = page.at.x(event.clientX - box.left);
    model.set(meaning(x1, page.at.y(event.clientY - box.top)));
  });
  node.addEventListener("pointerup", () => model.save_changes()); // the kernel hears of it once
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
  for (const radio of page.radios) radio.checked = radio.value === now.gate;
  for (const [trait, part] of Object.entries(page.sliders)) {
    place(part, now[trait], now[trait].toFixed(2).replace("-", "−"));
  }
  drawPlane(page, now);
  fillTable(page.body, now.rows);
  page.score.replaceChildren();
  page.score.append(`${now.gate}: `);
  const percent = element("strong", {}, page.score, `${25 * now.right} %`);
  percent.dataset.value = now.right / 4; // all digits, for whoever checks them
  element("span", { class: "best" }, page.score, `, best so far ${25 * page.best[now.gate]} %`);
  page.words.textContent = describe(now);
  tickGoals(page, model, now);
}

// A screen reader that heard every step of a drag would never finish a sentence.
function speak(page) {
  clearTimeout(page.speaking);
  page.speaking = setTimeout(() => (page.heard.textContent = page.words.textContent), 400);
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

function tickGoals(page, model, now) {
  const { w1, w2, gate, rows, right } = now;
  const { and, failed } = page.seen;
  const weights = `${w1} ${w2}`;
  if (gate === "AND" && right === 4) and.add(weights);
  if (gate === "XOR" && right === 3) failed.add(rows.findIndex((row) => !row.right));
  const here = [gate === "AND" && right === 4, gate === "OR" && right === 4 && and.has(weights)];
  here.push(failed.size >= 2);
  const met = new Set(model.get("goals_met"));
  const before = met.size;
  here.forEach((reached, index) => reached && met.add(index));
  if (met.size > before) keep(model, { goals_met: [...met] });
  for (const index of met) {
    const goal = page.goals[index];
    goal.item.classList.add("met");
    goal.state.textContent = " Done. ";
    goal.lesson.textContent = goal.lesson.textContent || model.get("_goals")[index].lesson;
  }
}

// ---- drawing ------------------------------------------------------------------------------------

function drawPlane(page, now) {
  const plot = axes(page.still, page.box, VIEW, VIEW);
  page.at = {
    x: (pixels) => VIEW[0] + (pixels - MARGIN.left) / plot.perX,
    y: (pixels) => VIEW[0] + (plot.bottom - pixels) / plot.perY,
  };
  for (const tick of [-1, 0, 1, 2]) {
    plot.xTick(tick, plain(tick));
    plot.yTick(tick, plain(tick));
  }
  plot.xTitle("input x₁");
  const title = { x: 12, y: plot.y(0.4), "text-anchor": "middle" };
  const turned = { ...title, transform: `rotate(-90 12 ${plot.y(0.4)})` };
  plot.add("text", turned).textContent = "input x₂";
  drawSides(plot, now);
  for (const row of now.rows) drawPoint(plot, row);
  const tip = [now.w1 * ARROW, now.w2 * ARROW];
  const ends = { x1: plot.x(0), y1: plot.y(0), x2: plot.x(tip[0]), y2: plot.y(tip[1]) };
  plot.add("line", { class: "arrow", ...ends });
  put(page.handles.weights, plot, tip, `${plain(now.w1)} and ${plain(now.w2)}`, now.w1);
  const foot = nearest(now);
  put(page.handles.bias, plot, foot, plain(now.b), now.b);
  page.still.setAttribute("aria-label", page.words.textContent || describe(now));
}

// The line's point that is nearest to the middle of the four; where it is out of sight, none.
function nearest({ w1, w2, b }) {
  const size = w1 * w1 + w2 * w2;
  if (!size) return null;
  const away = (w1 * 0.5 + w2 * 0.5 + b) / size;
  const foot = [0.5 - away * w1, 0.5 - away * w2];
  return foot.every((one) => VIEW[0] < one && one < VIEW[1]) ? foot : null;
}

function put(node, plot, spot, text, value) {
  node.style.display = spot ? "" : "none";
  if (spot) node.setAttribute("transform", `translate(${plot.x(spot[0])} ${plot.y(spot[1])})`);
  const name = node.dataset.handle === "weights" ? "Weights w₁ and w₂" : "Bias b";
  node.setAttribute("aria-label", name);
  node.setAttribute("aria-valuetext", text);
  node.setAttribute("aria-valuenow", value);
  node.setAttribute("aria-valuemin", -REACH);
  node.setAttribute("aria-valuemax", REACH);
}

// The part of the square where z ≥ 0: its corners are cut off along the line, one edge at a time.
function drawSides(plot, { w1, w2, b }) {
  const z = ([x1, x2]) => w1 * x1 + w2 * x2 + b;
  const [low, high] = VIEW;
  const square = [[low, low], [high, low], [high, high], [low, high]]; // prettier-ignore
  const inside = [];
  const crossings = [];
  square.forEach((from, place) => {
    const to = square[(place + 1) % 4];
    if (z(from) >= 0) inside.push(from);
    if (z(from) >= 0 !== z(to) >= 0) {
      const part = z(from) / (z(from) - z(to));
      const crossing = [0, 1].map((axis) => from[axis] + part * (to[axis] - from[axis]));
      inside.push(crossing);
      crossings.push(crossing);
    }
  });
  const pixels = ([x1, x2]) => `${plot.x(x1).toFixed(2)},${plot.y(x2).toFixed(2)}`;
  if (inside.length) plot.add("polygon", { class: "side", points: inside.map(pixels).join(" ") });
  if (crossings.length === 2) {
    const [[x1, y1], [x2, y2]] = crossings.map(([one, two]) => [plot.x(one), plot.y(two)]);
    plot.add("line", { class: "edge", x1, y1, x2, y2 });
  }
  sideNames(plot, z);
}

// "answers 1" and "answers 0", each in the corner that lies deepest on its side.
function sideNames(plot, z) {
  const [low, high] = [VIEW[0] + 0.16, VIEW[1] - 0.16];
  const corners = [[low, low], [high, low], [high, high], [low, high]]; // prettier-ignore
  for (const answer of [0, 1]) {
    const depth = (corner) => (answer ? z(corner) : -z(corner));
    const corner = corners.reduce((best, one) => (depth(one) > depth(best) ? one : best));
    if (z(corner) >= 0 !== Boolean(answer)) continue;
    const anchor = corner[0] > 0 ? "end" : "start";
    const at = { x: plot.x(corner[0]) + (corner[0] > 0 ? 14 : -14), y: plot.y(corner[1]) + 4 };
    plot.add("text", { class: "says", ...at, "text-anchor": anchor }).textContent =
      `answers ${answer}`;
  }
}

function drawPoint(plot, { x1, x2, wanted, right }) {
  const [cx, cy] = [plot.x(x1), plot.y(x2)];
  plot.add("circle", { class: wanted ? "point one" : "point", cx, cy, r: 9 });
  if (right) return;
  for (const turn of [1, -1]) {
    const ends = { x1: cx - 13, x2: cx + 13, y1: cy - 13 * turn, y2: cy + 13 * turn };
    plot.add("line", { class: "cross", ...ends });
  }
}

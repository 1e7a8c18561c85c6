// Marble and α in the page: every move rolls the marble anew, all its steps, and draws its path over
// the map. Surfaces, slopes and the map itself are in `surfaces.js`, which stands before this.

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  el.append(page.root);
  const draw = () => page.map.width && update(page, data, model); // not before it is laid out
  const resized = new ResizeObserver(() => {
    page.box = page.svg.getBoundingClientRect();
    layOut(page.canvas, page.map, data.view);
    draw();
  });
  resized.observe(page.root); // calls at once, and whenever the width changes
  const moved = () => {
    draw();
    speak(page);
  };
  const names = "change:surface change:lr change:x change:y change:steps";
  model.on(names, moved);
  return () => {
    cancelAnimationFrame(page.rolling);
    clearTimeout(page.speaking);
    resized.disconnect();
    model.off(names, moved);
  };
}

export default { render };

// ---- what Python sends --------------------------------------------------------------------------

function unpack(model) {
  const surfaces = model.get("_surfaces").map((entry) => {
    const surface = { ...entry, ...LANDSCAPES[entry.kind](entry) };
    const settled = roll(surface, ...entry.bottom, 0.2, 400).at(-1);
    surface.lowest = settled[2];
    if (entry.kind === "quadratic") surface.edge = 2 / eigenvalues(surface.bend())[1];
    return surface;
  });
  const { steps, view, rates, within } = model.get("_settings");
  const chosen = (m) => surfaces.find(({ name }) => name === m.get("surface")) ?? surfaces[0];
  return { surfaces, steps, view, rates, within, goals: model.get("_goals"), chosen };
}

// ---- what never changes -------------------------------------------------------------------------

let instances = 0;

function build(data, model) {
  const id = `wb-marble-${instances++}`;
  const root = element("section", { class: "wb-widget wb-marble" });
  root.setAttribute("aria-label", "Marble and α");
  const controls = element("div", { class: "controls" }, root);
  const radios = surfaceChoice(data, model, controls, id);
  const rate = rateSlider(data, model, controls);
  const steps = slider("Steps shown", [0, data.steps, 1], "steps", model, controls);
  const button = control("button", { type: "button", class: "roll" }, controls, "Roll");

  const charts = element("div", { class: "charts" }, root);
  const left = element("figure", { "data-part": "map" }, charts);
  element("figcaption", {}, left, "Drag the marble's start, or use the arrow keys");
  const canvas = control("canvas", { tabindex: 0, role: "application" }, left);
  canvas.setAttribute("aria-describedby", `${id}-words`);
  const right = element("figure", { "data-part": "cost" }, charts);
  const caption = element("figcaption", {}, right, "Cost above the lowest point: ");
  const cost = element("strong", {}, caption);
  const svg = shape("svg", { role: "img" }, right);

  const words = element("p", { class: "words", id: `${id}-words` }, root);
  const heard = element("p", { class: "wb-heard", role: "status", "aria-live": "polite" }, root);
  const answer = answerForm(root, id);
  const goals = goalList(data.goals, root);
  const page = { root, id, radios, rate, steps, button, canvas, cost, svg, words, heard, answer, goals };
  page.map = { width: 0, painted: "" };
  button.addEventListener("click", () => animate(page, data, model));
  steps.input.addEventListener("input", () => cancelAnimationFrame(page.rolling));
  answer.form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(page, data, model);
  });
  steering(page, data, model);
  return page;
}

function surfaceChoice(data, model, parent, id) {
  const group = element("fieldset", { class: "choice" }, parent);
  element("legend", {}, group, "Surface");
  return data.surfaces.map(({ name, label, start }) => {
    const box = element("label", {}, group);
    const radio = control("input", { type: "radio", name: id, value: name }, box);
    box.append(label);
    radio.addEventListener("change", () => {
      keep(model, { surface: name, x: start[0], y: start[1], steps: data.steps });
    });
    return radio;
  });
}

// Rates lie on a ladder, each 1 % above the one before, so that small ones can be told apart too.
function rateSlider({ rates: [lowest, ratio, count] }, model, parent) {
  const label = element("label", { class: "wb-slider" }, parent);
  element("span", {}, label, "Learning rate α");
  const input = control("input", { type: "range", min: 0, max: count, step: 1 }, label);
  input.setAttribute("data-trait", "lr");
  const value = element("strong", { "aria-hidden": "true" }, label);
  input.addEventListener("input", () => {
    model.set("lr", Number((lowest * ratio ** Number(input.value)).toPrecision(3)));
  });
  input.addEventListener("change", () => model.save_changes());
  const rung = (lr) => Math.round(Math.log(lr / lowest) / Math.log(ratio));
  return { input, value, rung };
}

function answerForm(root, id) {
  const form = element("form", { class: "answer" }, root);
  element("label", { for: `${id}-answer` }, form, "The edge of divergence is at α =");
  const box = { id: `${id}-answer`, type: "number", step: "any", min: 0, required: "" };
  const input = control("input", box, form);
  const button = control("button", { type: "submit" }, form, "Check");
  const reply = element("span", { class: "reply", role: "status" }, form);
  return { form, input, button, reply };
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
    const lesson = element("span", { class: "lesson" }, body);
    return { item, state, lesson };
  });
}

// The start moves on a grid of 0.05, so that a marble can be put exactly on a ridge.
const GRID = 0.05;

function steering({ canvas, map }, data, model) {
  const put = (x, y) => {
    const snap = (value, most) =>
      Number((Math.round(Math.min(most, Math.max(-most, value)) / GRID) * GRID).toFixed(2));
    model.set({ x: snap(x, data.view[0]), y: snap(y, data.view[1]) });
  };
  const drag = (event) => {
    if (!(event.buttons & 1)) return;
    const box = canvas.getBoundingClientRect();
    put(map.fromX(event.clientX - box.left), map.fromY(event.clientY - box.top));
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag(event);
  });
  canvas.addEventListener("pointermove", drag);
  canvas.addEventListener("pointerup", () => model.save_changes());
  const keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.addEventListener("keydown", (event) => {
    const way = keys[event.key];
    if (!way) return;
    event.preventDefault();
    const far = event.shiftKey ? 0.5 : GRID;
    put(model.get("x") + far * way[0], model.get("y") + far * way[1]);
    model.save_changes();
  });
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const surface = data.chosen(model);
  const [x, y, lr, steps] = ["x", "y", "lr", "steps"].map((name) => model.get(name));
  const path = roll(surface, x, y, lr, data.steps);
  const now = { surface, lr, steps, path, shown: path.slice(0, steps + 1) };
  now.fate = fateOf(now, data);
  for (const radio of page.radios) radio.checked = radio.value === surface.name;
  page.rate.input.value = page.rate.rung(lr);
  page.rate.input.setAttribute("aria-valuetext", short(lr));
  page.rate.value.textContent = short(lr);
  place(page.steps, steps, String(steps));
  drawMap(page, data, now);
  drawCost(page, data, now);
  tick(page, data, model, goalsHere(data, now));
  page.words.textContent = describe(now);
  page.root.dataset.end = JSON.stringify(now.shown.at(-1)); // all digits, for whoever checks them
  const open = Boolean(surface.edge);
  if (page.answer.input.disabled === open) page.answer.reply.textContent = "";
  page.answer.input.disabled = page.answer.button.disabled = !open;
  page.answer.form.title = open ? "" : "Only the bowl and the ravine have one edge everywhere.";
}

// What has become of the marble, in a word: see `describe` for the sentences.
function fateOf({ surface, shown }, { view }) {
  const [x, y] = shown.at(-1);
  if (!(Math.abs(x) < 3 * view[0] && Math.abs(y) < 3 * view[1])) return "away";
  const slope = Math.hypot(...surface.slope(x, y));
  const [low] = eigenvalues(surface.bend(x, y));
  const moved = Math.hypot(x - shown[0][0], y - shown[0][1]);
  if (slope < 1e-3 && low > 0.05) return "valley";
  if (slope < 1e-3 && low < -0.05) return "saddle";
  if (shown.length > 40 && moved < 0.05) return "stranded";
  return turns(shown) > shown.length / 2 && shown.length > 4 ? "zigzag" : "going";
}

// How many steps go back on the step before.
function turns(path) {
  let count = 0;
  for (let k = 2; k < path.length; k++) {
    const [[a, b], [c, d], [e, f]] = [path[k - 2], path[k - 1], path[k]];
    if ((c - a) * (e - c) + (d - b) * (f - d) < 0) count++;
  }
  return count;
}

function goalsHere({ steps, view }, { surface, lr, path, shown, fate }) {
  const [x, y] = shown.at(-1);
  const started = Math.hypot(path[0][0], path[0][1]);
  const shallow = surface.wells?.[1];
  return {
    stop: surface.kind === "saddle" && fate === "saddle" && started >= 0.5,
    stranded: fate === "stranded" && lr >= 1 && shown.length > steps && x > -view[0] * 3,
    shallow: fate === "valley" && shallow && Math.hypot(x - shallow[1], y - shallow[2]) < 0.1,
  };
}

function tick(page, data, model, here) {
  const met = new Set(model.get("goals_met"));
  const before = met.size;
  data.goals.forEach(({ kind, surface }, index) => {
    if (here[kind] && surface === data.chosen(model).name) met.add(index);
  });
  if (met.size > before) keep(model, { goals_met: [...met] });
  for (const index of met) {
    const goal = page.goals[index];
    if (!goal || goal.item.classList.contains("met")) continue;
    goal.item.classList.add("met");
    goal.state.textContent = " Done. ";
    goal.lesson.textContent = data.goals[index].lesson;
  }
}

// Compare the named edge with 2 / λmax. A miss is answered with what the marble does there.
function judge(page, data, model) {
  const surface = data.chosen(model);
  const named = Number(page.answer.input.value);
  if (!(named > 0) || !surface.edge) return;
  if (Math.abs(named / surface.edge - 1) <= data.within) {
    page.answer.reply.textContent = `Yes: the edge is at 2 / λmax = ${short(surface.edge)}.`;
    tick(page, data, model, { edge: true });
    return;
  }
  const path = roll(surface, model.get("x"), model.get("y"), named, data.steps);
  const ratio = path.at(-1)[2] / path[0][2];
  const verb = ratio < 1 ? "it still shrinks" : "it has grown";
  page.answer.reply.textContent =
    `Not yet. With this α the cost after ${data.steps} steps is ${short(ratio)} times ` +
    `what it was at the start: ${verb}.`;
}

function animate(page, data, model) {
  cancelAnimationFrame(page.rolling);
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    keep(model, { steps: data.steps });
    return;
  }
  const begun = performance.now();
  const frame = (time) => {
    const k = Math.min(data.steps, Math.floor((time - begun) / 25));
    if (k !== model.get("steps")) model.set("steps", Math.max(0, k));
    if (k < data.steps) page.rolling = requestAnimationFrame(frame);
    else model.save_changes();
  };
  page.rolling = requestAnimationFrame(frame);
}

// A screen reader that heard every step of a drag would never finish a sentence.
function speak(page) {
  clearTimeout(page.speaking);
  page.speaking = setTimeout(() => (page.heard.textContent = page.words.textContent), 400);
}

function describe({ surface, lr, path, shown, fate }) {
  const at = ([x, y]) => `(${short(x)}, ${short(y)})`;
  const count = shown.length - 1;
  const from = `On the ${surface.label}, from ${at(path[0])} with α = ${short(lr)}: `;
  if (!count) return `${from}the marble has not moved yet.`;
  const end = shown.at(-1);
  const above = short(end[2] - surface.lowest);
  const steps = count === 1 ? "1 step" : `${count} steps`;
  const there = `after ${steps} the marble is at ${at(end)}, ${above} above the lowest point. `;
  const sentences = {
    away: `the marble runs away. Every step overshoots by more than the one before.`,
    valley: `${there}It has come to rest in a valley.`,
    saddle: `${there}It rests on a saddle: the slope is 0, and yet this is no minimum.`,
    stranded: `${there}It has hardly moved: the ground is flat here, and this is no minimum.`,
    zigzag: `${there}It goes to and fro: most steps turn back on the step before.`,
    going: `${there}It is still on its way.`,
  };
  return from + sentences[fate];
}

// ---- drawing ------------------------------------------------------------------------------------

function drawMap(page, data, now) {
  const { map, canvas } = page;
  const painted = ground(map, data.view, now.surface);
  const pen = canvas.getContext("2d");
  pen.setTransform(map.dots, 0, 0, map.dots, 0, 0);
  pen.clearRect(0, 0, map.width, map.height);
  const wide = map.width - EDGES.left - EDGES.right;
  const high = map.height - EDGES.top - EDGES.bottom;
  pen.drawImage(painted, EDGES.left, EDGES.top, wide, high);
  pen.save();
  pen.beginPath();
  pen.rect(EDGES.left, EDGES.top, wide, high);
  pen.clip();
  drawPath(pen, map, now.shown);
  pen.restore();
  drawTicks(pen, map, data.view, page.root);
  canvas.setAttribute(
    "aria-label",
    `Map of the ${now.surface.label} with the marble's path. Arrow keys move the start, ` +
      "with Shift by larger steps.",
  );
}

function drawPath(pen, map, shown) {
  // What has run away is kept near the map, where a canvas can still draw a line to it.
  const near = (value) => Math.min(60, Math.max(-60, value));
  const spots = shown
    .filter(([x, y]) => Number.isFinite(x + y))
    .map(([x, y]) => [map.x(near(x)), map.y(near(y))]);
  const disc = ([x, y], radius, fill, width) => {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    pen.lineWidth = width;
    pen.stroke();
  };
  pen.lineJoin = "round";
  for (const [width, ink] of [[5, "#000000"], [2.5, "#ffffff"]]) {
    pen.beginPath();
    spots.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.stroke();
  }
  pen.strokeStyle = "#000000";
  for (const spot of spots) disc(spot, 3, "#ffffff", 1);
  disc(spots[0], 5.5, "#ffffff", 2);
  pen.strokeStyle = "#ffffff";
  disc(spots.at(-1), 8, "#D55E00", 2.5);
}

const [FLOOR, CEILING] = [-12, 6]; // of the cost chart, as powers of ten

function drawCost(page, data, { surface, shown, path }) {
  const plot = axes(page.svg, page.box, [0, data.steps], [FLOOR - 0.5, CEILING + 0.5]);
  for (const value of [0, 20, 40, 60, 80]) plot.xTick(value, String(value));
  for (const value of [-12, -8, -4, 0, 4]) plot.yTick(value, value ? power(value) : "1");
  plot.xTitle("steps");
  const height = (point) => {
    const above = point[2] - surface.lowest;
    if (!(above > 10 ** FLOOR)) return Number.isNaN(above) ? CEILING : FLOOR;
    return Math.min(CEILING, Math.log10(above));
  };
  const line = (points) => points.map((p, k) => `${plot.x(k)},${plot.y(height(p))}`).join(" ");
  plot.add("polyline", { class: "later", points: line(path) });
  plot.add("polyline", { class: "curve", points: line(shown) });
  const last = shown.length - 1;
  plot.add("circle", { class: "dot", cx: plot.x(last), cy: plot.y(height(shown[last])), r: 6 });
  const above = shown[last][2] - surface.lowest;
  page.cost.textContent = short(above);
  page.svg.setAttribute(
    "aria-label",
    `Cost above the lowest point, on a logarithmic scale, over ${last} steps: ` +
      `from ${short(shown[0][2] - surface.lowest)} to ${short(above)}.`,
  );
}

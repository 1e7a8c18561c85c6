// Marble and α in the page: every move rolls the marble anew, all its steps, and draws its path
// over the map. Slopes and the map itself are in `surfaces.js`, drawings in `marble_drawing.js`.

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  const measure = () => {
    page.box = page.svg.getBoundingClientRect();
    layOut(page.canvas, page.map, data.view);
  };
  const traits = ["surface", "lr", "x", "y", "steps"];
  const end = present({ model, el }, page, traits, measure, () => update(page, data, model));
  return () => {
    page.stop();
    end();
  };
}

export default widget(render);

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

function build(data, model) {
  const root = explorable("wb-marble", "Marble and α");
  const controls = element("div", { class: "controls" }, root);
  const options = data.surfaces.map(({ name, label }) => [name, label]);
  const radios = pillChoice("Surface", options, controls, (name) => {
    const { start } = data.surfaces.find((surface) => surface.name === name);
    keep(model, { surface: name, x: start[0], y: start[1], steps: data.steps });
  });
  const rate = rateSlider(data, model, controls);
  const steps = slider("Steps shown", [0, data.steps, 1], "steps", model, controls);
  const button = control("button", { type: "button", class: "main roll" }, controls, "Roll");

  const charts = element("div", { class: "charts" }, root);
  const left = element("figure", { "data-part": "map" }, charts);
  element("figcaption", {}, left, "Drag the marble's start, or use the arrow keys");
  const canvas = control("canvas", { tabindex: 0, role: "application" }, left);
  const costs = costKey(left);
  const right = element("figure", { "data-part": "cost" }, charts);
  const caption = element("figcaption", {}, right, "Cost above the lowest point: ");
  const cost = element("strong", {}, caption);
  const svg = shape("svg", { role: "img" }, right);

  const answer = answerForm(root);
  const words = description(root);
  canvas.setAttribute("aria-describedby", words.id);
  const goals = goalBoard(data.goals, root);
  const page = { root, radios, rate, steps, canvas, costs, cost, svg, words, answer, goals };
  page.stop = () => {}; // nothing rolls yet
  page.map = { width: 0, painted: "" };
  button.addEventListener("click", () => animate(page, data, model));
  steps.input.addEventListener("input", () => page.stop());
  answer.form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(page, data, model);
  });
  steering(page, data, model);
  return page;
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

function answerForm(root) {
  const form = element("form", { class: "ask" }, root);
  const id = newId("answer");
  element("label", { for: id }, form, "The edge of divergence is at α =");
  const input = control("input", { id, type: "number", step: "any", min: 0, required: "" }, form);
  const button = control("button", { type: "submit", class: "main" }, form, "Check");
  return { form, input, button, say: replyLine(root) };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const surface = data.chosen(model);
  const [x, y, lr, steps] = ["x", "y", "lr", "steps"].map((name) => model.get(name));
  const path = roll(surface, x, y, lr, data.steps);
  const now = { surface, lr, steps, path, shown: path.slice(0, steps + 1) };
  now.fate = fateOf(now, data);
  markChosen(page.radios, surface.name);
  page.rate.input.value = page.rate.rung(lr);
  page.rate.input.setAttribute("aria-valuetext", short(lr));
  page.rate.value.textContent = short(lr);
  place(page.steps, steps, String(steps));
  drawMap(page, data, now);
  drawCost(page, data, now);
  tick(page, model, surface, goalsHere(data, now));
  page.words.show(describe(now));
  page.root.dataset.end = JSON.stringify(now.shown.at(-1)); // all digits, for whoever checks them
  const open = Boolean(surface.edge);
  if (page.answer.input.disabled === open) page.answer.say("");
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

function tick(page, model, { name }, here) {
  tickReached(page.goals, model, ({ kind, surface }) => surface === name && here[kind]);
}

// Compare the named edge with 2 / λmax. A miss is answered with what the marble does there.
function judge(page, data, model) {
  const surface = data.chosen(model);
  const named = Number(page.answer.input.value);
  if (!(named > 0) || !surface.edge) return;
  if (Math.abs(named / surface.edge - 1) <= data.within) {
    page.answer.say(`Yes: the edge is at 2 / λmax = ${short(surface.edge)}.`, "right");
    tick(page, model, surface, { edge: true });
    return;
  }
  const path = roll(surface, model.get("x"), model.get("y"), named, data.steps);
  const ratio = path.at(-1)[2] / path[0][2];
  const verb = ratio < 1 ? "it still shrinks" : "it has grown";
  page.answer.say(
    `Not yet. With this α the cost after ${data.steps} steps is ${short(ratio)} times ` +
      `what it was at the start: ${verb}.`,
    "wrong",
  );
}

function animate(page, data, model) {
  page.stop();
  page.stop = playSteps(model, data.steps, 40);
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

// Optimizer race in the page: every move runs all six races anew and draws their paths over the
// map. Slopes and the map are in `surfaces.js`, drawings in `optimizer_race_drawing.js`.

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  const measure = () => {
    page.box = page.svg.getBoundingClientRect();
    layOut(page.canvas, page.map, data.view);
  };
  const traits = ["surface", "x", "y", "noise", "rates", "steps"];
  const end = present({ model, el }, page, traits, measure, () => update(page, data, model));
  return () => {
    page.stop();
    end();
  };
}

export default widget(render);

// ---- the optimizers: a state (or nothing) and a gradient in, a state with its step out ----------

const EACH = [0, 1]; // both entries of θ
const pair = (entry) => EACH.map(entry);

// PyTorch's definitions, with its other settings left as they are; α still has to scale the step.
const OPTIMIZERS = {
  sgd: (state, g) => ({ step: g }),
  momentum: (state, g) => {
    const m = state ? pair((i) => 0.9 * state.m[i] + g[i]) : g;
    return { m, step: m };
  },
  adagrad: (state, g) => {
    const s = pair((i) => (state ? state.s[i] : 0) + g[i] ** 2);
    return { s, step: pair((i) => g[i] / (Math.sqrt(s[i]) + 1e-10)) };
  },
  rmsprop: (state, g) => {
    const s = pair((i) => 0.99 * (state ? state.s[i] : 0) + (1 - 0.99) * g[i] ** 2);
    return { s, step: pair((i) => g[i] / (Math.sqrt(s[i]) + 1e-8)) };
  },
  adadelta: (state, g) => {
    const before = state ?? { s: [0, 0], u: [0, 0] };
    const s = pair((i) => 0.9 * before.s[i] + (1 - 0.9) * g[i] ** 2);
    const step = pair((i) => (g[i] * Math.sqrt(before.u[i] + 1e-6)) / Math.sqrt(s[i] + 1e-6));
    return { s, u: pair((i) => 0.9 * before.u[i] + (1 - 0.9) * step[i] ** 2), step };
  },
  adam: (state, g) => {
    const before = state ?? { t: 0, m: [0, 0], s: [0, 0] };
    const t = before.t + 1;
    const m = pair((i) => 0.9 * before.m[i] + (1 - 0.9) * g[i]);
    const s = pair((i) => 0.999 * before.s[i] + (1 - 0.999) * g[i] ** 2);
    const [c, d] = [1 - 0.9 ** t, 1 - 0.999 ** t];
    return { t, m, s, step: pair((i) => m[i] / c / (Math.sqrt(s[i] / d) + 1e-8)) };
  },
};

// Every point from the start on: x, y and the cost there. `noise` scales the draws in `chance`.
function race(surface, key, [x, y], lr, noise, chance, steps) {
  const path = [[x, y, surface.J(x, y)]];
  let state;
  for (let k = 0; k < steps; k++) {
    const slope = surface.slope(x, y);
    state = OPTIMIZERS[key](state, pair((i) => slope[i] + noise * chance[k][i]));
    x -= lr * state.step[0];
    y -= lr * state.step[1];
    path.push([x, y, surface.J(x, y)]);
  }
  return path;
}

// ---- what Python sends --------------------------------------------------------------------------

function unpack(model) {
  const surfaces = model.get("_surfaces").map((entry) => {
    const surface = { ...entry, ...LANDSCAPES[entry.kind](entry) };
    surface.lowest = roll(surface, ...entry.bottom, 0.2, 400).at(-1)[2];
    return surface;
  });
  const [racers, chance, goals] = ["_racers", "_noise", "_goals"].map((name) => model.get(name));
  const chosen = (m) => surfaces.find(({ name }) => name === m.get("surface")) ?? surfaces[0];
  return { surfaces, racers, chance, goals, chosen, ...model.get("_settings") };
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-race", "Optimizer race");
  const controls = element("div", { class: "controls" }, root);
  const options = data.surfaces.map(({ name, label }) => [name, label]);
  const radios = pillChoice("Surface", options, controls, (name) => {
    const { start } = data.surfaces.find((surface) => surface.name === name);
    keep(model, { surface: name, x: start[0], y: start[1], steps: data.steps });
  });
  const noise = slider("Batch noise", [0, 2, 0.05], "noise", model, controls);
  const steps = slider("Steps shown", [0, data.steps, 1], "steps", model, controls);
  const button = control("button", { class: "main start" }, controls, "Start the race");

  const charts = element("div", { class: "charts" }, root);
  const left = element("figure", { "data-part": "map" }, charts);
  element("figcaption", {}, left, "Drag the start, or use the arrow keys");
  const canvas = control("canvas", { tabindex: 0, role: "application" }, left);
  const costs = costKey(left);
  const right = element("figure", { "data-part": "cost" }, charts);
  element("figcaption", {}, right, "Cost above the lowest point");
  const svg = shape("svg", { role: "img" }, right);

  const rows = element("div", { class: "racers" }, root);
  const racers = data.racers.map((racer, index) => rateRow(racer, index, data, model, rows));
  const words = description(root);
  canvas.setAttribute("aria-describedby", words.id);
  const goals = goalBoard(data.goals, root);
  const page = { root, radios, noise, steps, canvas, costs, svg, racers, words, goals };
  page.stop = () => {}; // nobody races yet
  page.map = { width: 0, painted: "" };
  button.addEventListener("click", () => animate(page, data, model));
  steps.input.addEventListener("input", () => page.stop());
  steering(page, data, model);
  return page;
}

// Rates lie on a ladder of equal factors, so that small ones can be told apart too.
function rateRow({ key, label, colour }, index, data, model, parent) {
  const [lowest, perDecade, rungs] = data.rates;
  const row = element("label", {}, parent);
  const badge = shape("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, row);
  shape("circle", { cx: 10, cy: 10, r: 10, fill: colour }, badge);
  element("span", {}, row, `${index + 1} · ${label}`);
  const range = { type: "range", min: 0, max: rungs - 1, step: 1, "data-racer": key };
  const input = control("input", { ...range, "aria-label": `Learning rate of ${label}` }, row);
  const value = element("strong", { "aria-hidden": "true" }, row);
  const cost = element("output", { "aria-hidden": "true" }, row);
  input.addEventListener("input", () => {
    const rate = Number((lowest * 10 ** (Number(input.value) / perDecade)).toPrecision(3));
    model.set("rates", { ...model.get("rates"), [key]: rate });
  });
  input.addEventListener("change", () => model.save_changes());
  return { input, value, cost, rung: (rate) => Math.round(Math.log10(rate / lowest) * perDecade) };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const surface = data.chosen(model);
  const [x, y, noise] = ["x", "y", "noise"].map((name) => model.get(name));
  const [rates, steps] = [model.get("rates"), model.get("steps")];
  const runs = data.racers.map((racer, index) => {
    const path = race(surface, racer.key, [x, y], rates[racer.key], noise, data.chance, data.steps);
    const end = path[steps];
    const away = !(Math.abs(end[0]) < 3 * data.view[0] && Math.abs(end[1]) < 3 * data.view[1]);
    return { ...racer, number: index + 1, rate: rates[racer.key], path, end, away,
             above: end[2] - surface.lowest };
  });
  const now = { surface, start: [x, y], noise, steps, runs };
  markChosen(page.radios, surface.name);
  place(page.noise, noise, short(noise));
  place(page.steps, steps, String(steps));
  runs.forEach(({ rate, away, above }, i) => {
    const { input, value, cost, rung } = page.racers[i];
    input.value = rung(rate);
    input.setAttribute("aria-valuetext", short(rate));
    value.textContent = short(rate);
    cost.textContent = away ? "away" : short(above);
  });
  drawMap(page, data, now);
  drawCosts(page, data, now);
  const here = goalsHere(data, now);
  tickReached(page.goals, model, (goal) => goal.surface === surface.name && here[goal.kind]);
  page.words.show(describe(now));
}

function goalsHere(data, { surface, start, noise, steps, runs }) {
  if (steps < data.steps) return {};
  const from = ([x, y]) => Math.hypot(x - start[0], y - start[1]);
  const [sgd, momentum, adam] = ["sgd", "momentum", "adam"].map((name) =>
    runs.find(({ key }) => key === name),
  );
  const inside = runs.every(({ away }) => !away);
  const away = ([x, y], well) => Math.hypot(x - well[1], y - well[2]);
  const valley = (end) => surface.wells?.some((well) => away(end, well) < 0.2);
  const quiet = noise === 0;
  return {
    "sgd-leads":
      quiet && inside && runs.every(({ above }) => above < 0.002 && above >= sgd.above),
    "through-the-narrows": quiet && momentum.above < 0.001 && adam.above < 0.001,
    "on-the-ridge": quiet && inside && runs.every(({ end }) => end[1] === 0),
    "shaken-off": start[1] === 0 && inside && runs.every(({ end }) => Math.abs(end[1]) > 0.5),
    "out-of-the-flat":
      quiet && from(sgd.end) < 0.05 && from(adam.end) > 0.5 && valley(adam.end),
  };
}

function animate(page, data, model) {
  page.stop();
  page.stop = playSteps(model, data.steps, 60);
}

function describe({ surface, start: [x, y], noise, steps, runs }) {
  const from = `On the ${surface.label}, from (${short(x)}, ${short(y)}), ` +
    `${noise ? `with noise ${short(noise)}` : "without noise"}`;
  if (!steps) return `${from}: all six stand at the start.`;
  const home = runs.filter(({ away }) => !away).sort((one, other) => one.above - other.above);
  const gone = runs.filter(({ away }) => away).map(({ label }) => label);
  const ranks = home.map(({ label, above }) => `${label} (${short(Math.max(0, above))})`);
  const order = ranks.length
    ? ` In order of their cost above the lowest point: ${ranks.join(", ")}.`
    : "";
  const away = gone.length ? ` Run away: ${gone.join(", ")}.` : "";
  return `${from}, after ${steps} ${steps === 1 ? "step" : "steps"}.${order}${away}`;
}

// How many samples? in the page: both models are trained on six draws of every size, one training
// after the other between two frames, and what was found is kept. So moving to a size that is done
// draws at once. Drawings are in `how_many_samples_drawing.js`.

function render({ model, el }) {
  const data = unpack(model);
  const page = build(data, model);
  const measure = () => {
    page.curves.box = page.curves.svg.getBoundingClientRect();
    page.map.box = page.map.svg.getBoundingClientRect();
  };
  const traits = ["structure", "size", "draw"];
  const end = present({ model, el }, page, traits, measure, () => update(page, data, model));
  return () => {
    clearTimeout(page.working);
    end();
  };
}

export default widget(render);

// ---- the mathematics: as in `how_many_samples.py` -----------------------------------------------

// The first `size` samples of a draw, scaled by their own mean and spread: { X, y, N, D, scale }.
function trainingSet(structure, size, draw, { test, sizes }) {
  const D = structure.features;
  const first = test + draw * sizes.at(-1);
  const rows = structure.X.subarray(first * D, (first + size) * D);
  const scale = Array.from({ length: D }, (_, d) => {
    let [mean, square] = [0, 0];
    for (let n = 0; n < size; n++) mean += rows[n * D + d] / size;
    for (let n = 0; n < size; n++) square += (rows[n * D + d] - mean) ** 2 / size;
    return [mean, Math.sqrt(square) || 1];
  });
  const X = Float64Array.from(rows, (x, i) => (x - scale[i % D][0]) / scale[i % D][1]);
  return { X, y: structure.y.subarray(first, first + size), N: size, D, scale };
}

// Gradient descent with momentum on one long vector; `grads` fills in the slope at `theta`.
function descend(theta, grads, { rate, beta, steps }) {
  const slope = new Float64Array(theta.length);
  const moving = new Float64Array(theta.length);
  for (let step = 0; step < steps; step++) {
    grads(theta, slope.fill(0));
    for (let i = 0; i < theta.length; i++) {
      moving[i] = beta * moving[i] + slope[i];
      theta[i] -= rate * moving[i];
    }
  }
  return theta;
}

const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

// Logistic regression: the weights, then the bias.
function trainLogistic({ X, y, N, D }, settings) {
  const grads = (theta, slope) => {
    for (let n = 0; n < N; n++) {
      let z = theta[D];
      for (let d = 0; d < D; d++) z += X[n * D + d] * theta[d];
      const dz = (sigmoid(z) - y[n]) / N;
      for (let d = 0; d < D; d++) slope[d] += dz * X[n * D + d];
      slope[D] += dz;
    }
  };
  return descend(new Float64Array(D + 1), grads, settings);
}

// One hidden tanh layer: W row by row, then its biases u, the outgoing weights v, the bias c.
// A unit goes through all samples at once, with two features at a time (every structure has an
// even number): with loops that are long and few, a training takes less than half of the time.
function trainNetwork({ X, y, N, D }, start, settings) {
  const H = settings.units;
  const [u0, v0, c0] = [D * H, D * H + H, D * H + 2 * H];
  const theta = new Float64Array(c0 + 1);
  for (let d = 0; d < D; d++)
    for (let h = 0; h < H; h++) theta[d * H + h] = start.W[d][h] / Math.sqrt(D);
  theta.set(start.b, u0);
  theta.set(start.v, v0);
  const features = Array.from({ length: D }, (_, d) => X.filter((_, i) => i % D === d));
  const [first, second] = features;
  const units = Array.from({ length: H }, () => new Float64Array(N));
  const dz = new Float64Array(N);
  const grads = (theta, slope) => {
    dz.fill(theta[c0]);
    for (let h = 0; h < H; h++) {
      const a = units[h].fill(theta[u0 + h]);
      for (let d = 2; d < D; d += 2)
        add(a, theta[d * H + h], features[d], theta[d * H + H + h], features[d + 1]);
      activate(a, theta[h], first, theta[H + h], second, theta[v0 + h], dz);
    }
    for (let n = 0; n < N; n++) slope[c0] += dz[n] = (sigmoid(dz[n]) - y[n]) / N;
    for (let h = 0; h < H; h++) {
      goBack(units[h], theta[v0 + h], dz, slope, u0 + h, v0 + h);
      for (let d = 0; d < D; d += 2)
        multiply(units[h], features[d], features[d + 1], slope, d * H + h, d * H + H + h);
    }
  };
  return descend(theta, grads, settings);
}

// to += p x + q y
function add(to, p, x, q, y) {
  for (let n = 0; n < to.length; n++) to[n] += p * x[n] + q * y[n];
}

// a = tanh(a + p x + q y), and z += v a
function activate(a, p, x, q, y, v, z) {
  for (let n = 0; n < a.length; n++) {
    a[n] = tanh(a[n] + p * x[n] + q * y[n]);
    z[n] += v * a[n];
  }
}

// The slopes of a unit's bias and of its outgoing weight v; a becomes the slope at what went in.
function goBack(a, v, dz, slope, bias, weight) {
  let [u, w] = [0, 0];
  for (let n = 0; n < a.length; n++) {
    w += dz[n] * a[n];
    u += a[n] = dz[n] * v * (1 - a[n] * a[n]);
  }
  slope[bias] = u;
  slope[weight] = w;
}

// Two entries of the slope: a · x and a · y.
function multiply(a, x, y, slope, i, j) {
  let [p, q] = [0, 0];
  for (let n = 0; n < a.length; n++) {
    p += a[n] * x[n];
    q += a[n] * y[n];
  }
  slope[i] = p;
  slope[j] = q;
}

// From a table, tanh(t + r) by the sum formula, to 13 digits: Math.tanh takes four times as long.
const TANH = Float64Array.from({ length: 1281 }, (_, k) => Math.tanh(k / 32 - 20));

function tanh(z) {
  const inside = z > 20 ? 20 : z < -20 ? -20 : z;
  const k = Math.floor(32 * inside + 640.5);
  const t = TANH[k];
  const r = inside - (k - 640) / 32;
  const u = r - r * r * r * (1 / 3 - r * r * (2 / 15));
  return (t + u) / (1 + t * u);
}

// The score of a sample `x`, a function of the feature's number: positive for class 1.
function logisticScore(theta, D, x) {
  let z = theta[D];
  for (let d = 0; d < D; d++) z += x(d) * theta[d];
  return z;
}

function networkScore(theta, D, H, x) {
  let z = theta[D * H + 2 * H];
  for (let h = 0; h < H; h++) {
    let sum = theta[D * H + h];
    for (let d = 0; d < D; d++) sum += x(d) * theta[d * H + h];
    z += theta[D * H + H + h] * Math.tanh(sum);
  }
  return z;
}

// Both models on one draw: their parameters, and the shares of the test set that they get right.
function compare(data, structure, size, draw) {
  const set = trainingSet(structure, size, draw, data);
  const start = { W: data.start.W[draw], b: data.start.b[draw], v: data.start.v[draw] };
  const models = {
    logistic: trainLogistic(set, data),
    network: trainNetwork(set, start, data),
  };
  const score = {
    logistic: (x) => logisticScore(models.logistic, set.D, x),
    network: (x) => networkScore(models.network, set.D, data.units, x),
  };
  const right = { logistic: 0, network: 0 };
  for (let n = 0; n < data.test; n++) {
    const x = (d) => (structure.X[n * set.D + d] - set.scale[d][0]) / set.scale[d][1];
    for (const name of MODELS)
      right[name] += (score[name](x) >= 0) === (structure.y[n] === 1) ? 1 / data.test : 0;
  }
  return { set, models, score, right };
}

const MODELS = ["logistic", "network"];
const TITLES = { logistic: "logistic regression", network: "the network" };

// ---- what Python sends --------------------------------------------------------------------------

function unpack(model) {
  const settings = model.get("_settings");
  const structures = model.get("_structures").map((sent) => {
    const copy = (view) => view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    const [X, y] = [new Float32Array(copy(sent.X)), new Uint8Array(copy(sent.y))];
    const ones = y.subarray(0, settings.test).reduce((sum, label) => sum + label, 0);
    const baseline = Math.max(ones, settings.test - ones) / settings.test;
    return { ...sent, X, y, baseline, found: new Map() };
  });
  const chosen = () => structures.find(({ name }) => name === model.get("structure"));
  return { structures, chosen, start: model.get("_start"), goals: model.get("_goals"), ...settings };
}

// All draws of a size together, when the last of them is done: mean, lowest and highest.
function summary(data, structure, size) {
  const runs = structure.found.get(size) ?? [];
  if (runs.length < data.draws) return undefined;
  const of = (name) => {
    const all = runs.map(({ right }) => right[name]);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return { all, mean, low: Math.min(...all), high: Math.max(...all) };
  };
  return { size, logistic: of("logistic"), network: of("network") };
}

// ---- work between two frames --------------------------------------------------------------------

// The next training that is missing: first for the size that is shown, then from small to large.
function missing(data, structure, size) {
  return [size, ...data.sizes].find(
    (one) => (structure.found.get(one) ?? []).length < data.draws,
  );
}

function work(page, data, model) {
  clearTimeout(page.working);
  const structure = data.chosen();
  const size = missing(data, structure, model.get("size"));
  page.root.dataset.busy = size === undefined ? "" : String(size);
  if (size === undefined) return;
  page.working = setTimeout(() => {
    const runs = structure.found.get(size) ?? [];
    structure.found.set(size, [...runs, compare(data, structure, size, runs.length)]);
    if (runs.length + 1 < data.draws) return work(page, data, model);
    update(page, data, model);
    page.words.speak();
  });
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-samples", "How many samples?");
  const controls = element("div", { class: "controls" }, root);
  const options = data.structures.map(({ name, label }) => [name, label]);
  const radios = pillChoice("Structure", options, controls, (structure) =>
    keep(model, { structure }),
  );
  const size = sizeSlider(data, model, controls);
  const draw = slider("Training set shown", [0, data.draws - 1, 1], "draw", model, controls);
  const charts = element("div", { class: "charts" }, root);
  const curves = picture(charts, "curves");
  curves.svg.classList.add("drag");
  const map = picture(charts, "map");
  followPointer(curves.svg, curves.svg, model, (across) => {
    if (!curves.place) return;
    const gap = (one) => Math.abs(curves.place(one) - across);
    model.set("size", data.sizes.reduce((best, one) => (gap(one) < gap(best) ? one : best)));
  });
  const words = description(root);
  const goals = goalBoard(data.goals, root);
  return { root, radios, size, draw, curves, map, words, goals, seen: new Map() };
}

// Sizes lie on a ladder, so that small ones can be told apart too.
function sizeSlider({ sizes }, model, parent) {
  const label = element("label", { class: "wb-slider" }, parent);
  element("span", {}, label, "Training samples N");
  const range = { type: "range", min: 0, max: sizes.length - 1, step: 1 };
  const input = control("input", range, label);
  const value = element("strong", { "aria-hidden": "true" }, label);
  input.addEventListener("input", () => model.set("size", sizes[Number(input.value)]));
  input.addEventListener("change", () => model.save_changes());
  return { input, value };
}

function picture(parent, part) {
  const figure = element("figure", { "data-part": part }, parent);
  const caption = element("figcaption", {}, figure);
  return { caption, svg: shape("svg", { role: "img" }, figure) };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const structure = data.chosen();
  const [size, draw] = [model.get("size"), model.get("draw")];
  const here = summary(data, structure, size);
  const run = structure.found.get(size)?.[draw];
  const now = { structure, size, draw, here, run };
  markChosen(page.radios, structure.name);
  place(page.size, data.sizes.indexOf(size), String(size));
  place(page.draw, draw, String(draw + 1));
  drawCurves(page.curves, data, now);
  drawMap(page.map, data, now);
  if (here) {
    note(page.seen, structure, here);
    tickReached(page.goals, model, (goal) => reached(goal.kind, data, page.seen, now));
  }
  page.words.show(describe(now));
  work(page, data, model);
}

// Keep how far the network was ahead for each size and structure that was looked at.
function note(seen, structure, { size, logistic, network }) {
  if (!seen.has(size)) seen.set(size, new Map());
  seen.get(size).set(structure.name, network.mean - logistic.mean);
}

function reached(kind, data, seen, { structure, size, here }) {
  const { logistic, network } = here;
  if (kind === "both-ways") {
    const leads = [...seen.get(size).values()];
    return size >= 40 && Math.min(...leads) <= -0.01 && Math.max(...leads) >= 0.05;
  }
  if (kind === "no-use") return structure.name === "XOR" && size === data.sizes.at(-1);
  if (kind === "catches-up") {
    return structure.name === "line" && network.mean >= logistic.mean - 0.005;
  }
  if (structure.name !== "moons") return false;
  const ahead = (one) => one && one.network.low > one.logistic.mean;
  const smaller = data.sizes.filter((one) => one < size).map((n) => summary(data, structure, n));
  return ahead(here) && smaller.every((one) => one && !ahead(one));
}

function describe({ structure, size, here }) {
  const where = `${structure.label}, ${size} training samples`;
  const start = where[0].toUpperCase() + where.slice(1);
  if (!here) return `${start}: both models are being trained on six training sets.`;
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  const said = MODELS.map((name) => {
    const { mean, low, high } = here[name];
    return `${TITLES[name]} is right in ${percent(mean)} of the test samples ` +
      `(${percent(low)} to ${percent(high)} in six training sets)`;
  });
  const lead = 100 * (here.network.mean - here.logistic.mean);
  const winner = lead > 0 ? "The network is" : "Logistic regression is";
  const verdict = Math.abs(lead) < 0.5
    ? "They are within half a point of each other: take the simpler one."
    : `${winner} ahead by ${Math.abs(lead).toFixed(1)} points.`;
  return `${start}: ${said.join(", ")}. The baseline, always the commoner class, is right in ` +
    `${percent(structure.baseline)}. ${verdict}`;
}

// Capacity dial in the page: every move of a dial trains the network anew, redraws its regions and
// its curves, and looks whether a goal is reached. The drawing is in `capacity_dial_drawing.js`.

function render({ model, el }) {
  const data = { ...model.get("_data"), ...model.get("_settings") };
  data.rows = { X: Float64Array.from(data.X.flat()), y: Float64Array.from(data.y) };
  const page = build(data, model);
  const measure = () => (page.box = page.svg.getBoundingClientRect());
  return present({ model, el }, page, TRAITS, measure, () => update(page, data, model));
}

export default widget(render);

const TRAITS = ["units", "samples", "lam", "dropout"];

// ---- the training -------------------------------------------------------------------------------

// Adam with all samples in a batch, on a hidden layer of ReLU units and a sigmoid output with
// cross-entropy: what `trained` in `capacity_dial.py` returns.
function train(data, { units, samples, lam, dropout }) {
  const most = data.samples[1];
  const network = firstWeights(data, units);
  const moved = [network.w0, network.w1, network.b, network.v, network.c];
  const averages = moved.map(({ length }) => [new Float64Array(length), new Float64Array(length)]);
  const own = { from: 0, to: samples };
  const fresh = { from: most, to: data.rows.y.length };
  const costs = { loss: [], val_loss: [] };
  for (let epoch = 0; epoch < data.epochs; epoch++) {
    const grads = gradients(network, data, samples, lam, dropout, epoch);
    moved.forEach((param, i) => adam(param, grads[i], averages[i], epoch + 1, data));
    costs.loss.push(judge(network, data.rows, own).cost);
    costs.val_loss.push(judge(network, data.rows, fresh).cost);
  }
  const right = [own, fresh].map((part) => judge(network, data.rows, part).right);
  return { ...costs, right, network };
}

function firstWeights({ W, b, v }, units) {
  return {
    w0: Float64Array.from(W[0].slice(0, units)),
    w1: Float64Array.from(W[1].slice(0, units)),
    b: Float64Array.from(b.slice(0, units)),
    v: Float64Array.from(v.slice(0, units), (value) => value / Math.sqrt(units)),
    c: new Float64Array(1),
  };
}

// The gradient of cost and penalty, with dropout on the hidden units.
function gradients({ w0, w1, b, v, c }, { rows, samples, units }, count, lam, p, epoch) {
  const H = v.length;
  const [d0, d1, db, dv] = Array.from({ length: 4 }, () => new Float64Array(H));
  const dc = new Float64Array(1);
  const A = new Float64Array(H);
  const scale = 1 / (1 - p);
  for (let n = 0; n < count; n++) {
    const [x0, x1] = [rows.X[2 * n], rows.X[2 * n + 1]];
    const first = (epoch * samples[1] + n) * units;
    let z = c[0];
    for (let h = 0; h < H; h++) {
      const a = x0 * w0[h] + x1 * w1[h] + b[h];
      const kept = a > 0 && (p === 0 || scrambled(first + h) >= p);
      A[h] = kept ? a * scale : 0;
      z += A[h] * v[h];
    }
    const dz = (sigmoid(z) - rows.y[n]) / count;
    dc[0] += dz;
    for (let h = 0; h < H; h++) {
      if (A[h] === 0) continue; // dropped, or below the kink: no gradient gets through
      const dZ = dz * v[h] * scale;
      d0[h] += x0 * dZ;
      d1[h] += x1 * dZ;
      db[h] += dZ;
      dv[h] += dz * A[h];
    }
  }
  for (let h = 0; h < H; h++) {
    d0[h] += lam * w0[h];
    d1[h] += lam * w1[h];
    dv[h] += lam * v[h];
  }
  return [d0, d1, db, dv, dc];
}

// A number from 0 to 1 that a counter is scrambled into, as `chance` in `capacity_dial.py`.
function scrambled(counter) {
  let n = counter + 1;
  n = Math.imul(n, 2654435761);
  n ^= n >>> 15;
  n = Math.imul(n, 2246822519);
  n ^= n >>> 13;
  n = Math.imul(n, 3266489917);
  n ^= n >>> 16;
  return (n >>> 0) / 2 ** 32;
}

// One step of Adam, written into the parameters and the two averages.
function adam(param, grad, [m, s], t, { rate, beta2 }) {
  const [first, second] = [1 - 0.9 ** t, 1 - beta2 ** t];
  for (let i = 0; i < param.length; i++) {
    m[i] = 0.9 * m[i] + 0.1 * grad[i];
    s[i] = beta2 * s[i] + (1 - beta2) * grad[i] * grad[i];
    param[i] -= (rate * (m[i] / first)) / (Math.sqrt(s[i] / second) + 1e-8);
  }
}

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

function score({ w0, w1, b, v, c }, x0, x1) {
  let z = c[0];
  for (let h = 0; h < v.length; h++) {
    const a = x0 * w0[h] + x1 * w1[h] + b[h];
    if (a > 0) z += a * v[h];
  }
  return z;
}

// The mean cost on some rows, and the share of right answers; nothing is dropped here.
function judge(network, { X, y }, { from, to }) {
  let [sum, right] = [0, 0];
  for (let n = from; n < to; n++) {
    const z = score(network, X[2 * n], X[2 * n + 1]);
    sum += Math.max(z, 0) - z * y[n] + Math.log1p(Math.exp(-Math.abs(z)));
    right += z > 0 === (y[n] === 1);
  }
  return { cost: sum / (to - from), right: right / (to - from) };
}

// The median gap of the last epochs, as `generalization_gap` of the lesson has it.
function gapOf({ loss, val_loss }, window) {
  const gaps = val_loss.map((value, k) => value - loss[k]).slice(-window).sort((a, b) => a - b);
  return gaps[(gaps.length - 1) / 2];
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-dial", "Capacity dial");
  const controls = element("div", { class: "controls" }, root);
  const dials = {
    units: slider("Hidden units", [1, data.units, 1], "units", model, controls),
    samples: slider("Training samples", [...data.samples, 10], "samples", model, controls),
    lam: strengthSlider(data.strengths, model, controls),
    dropout: slider("Dropout p", [0, 0.9, 0.1], "dropout", model, controls),
  };
  const charts = element("div", { class: "charts" }, root);
  const left = element("figure", {}, charts);
  element("figcaption", {}, left, "What it has learnt: ● class 0, ▲ class 1");
  const canvas = element("canvas", { role: "img", width: 560, height: 560 }, left);
  const right = element("figure", {}, charts);
  const caption = element("figcaption", { class: "ends" }, right);
  const ends = Object.fromEntries(["training", "validation", "lowest", "gap"].map((name) => {
    const entry = element("span", {}, caption);
    if (name !== "gap") element("span", { class: `swatch ${name}` }, entry);
    entry.append(`${name}: `);
    return [name, element("strong", {}, entry)];
  }));
  const svg = shape("svg", { role: "img" }, right);
  const words = description(root);
  const board = goalBoard(model.get("_goals"), root);
  return { root, dials, canvas, svg, ends, words, board };
}

// λ lies on a ladder; the slider counts its rungs.
function strengthSlider(strengths, model, parent) {
  const part = slider("L2 strength λ", [0, strengths.length - 1, 1], "lam", model, parent);
  const input = part.input.cloneNode(); // without the listeners that would set the rung itself
  part.input.replaceWith(input);
  input.addEventListener("input", () => model.set("lam", strengths[Number(input.value)]));
  input.addEventListener("change", () => model.save_changes());
  const rung = (lam) => {
    const above = strengths.findIndex((value) => value >= lam - 1e-12);
    return above < 0 ? strengths.length - 1 : above;
  };
  return { ...part, input, rung };
}

// ---- what changes -------------------------------------------------------------------------------

function update(page, data, model) {
  const now = Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  const run = train(data, now);
  run.gap = gapOf(run, data.window);
  place(page.dials.units, now.units, String(now.units));
  place(page.dials.samples, now.samples, String(now.samples));
  place(page.dials.lam, page.dials.lam.rung(now.lam), short(now.lam));
  place(page.dials.dropout, now.dropout, short(now.dropout));
  drawRegions(page, data, now, run);
  drawCurves(page, run);
  page.ends.training.textContent = run.loss.at(-1).toFixed(2);
  page.ends.validation.textContent = run.val_loss.at(-1).toFixed(2);
  page.ends.lowest.textContent = Math.min(...run.val_loss).toFixed(2);
  page.ends.gap.textContent = run.gap.toFixed(2).replace("-", "−");
  page.words.show(describe(now, run));
  tickReached(page.board, model, (goal) => reached(goal, now, run));
}

function reached({ needs, gap, training, validation }, now, run) {
  const within = (value, [low, high]) => value >= (low ?? -Infinity) && value <= (high ?? Infinity);
  return (
    Object.entries(needs).every(([trait, bounds]) => within(now[trait], bounds)) &&
    within(run.gap, gap ?? [null, null]) &&
    within(run.loss.at(-1), training ?? [null, null]) &&
    within(run.val_loss.at(-1), validation ?? [null, null])
  );
}

function describe({ units, samples, lam, dropout }, run) {
  const percent = run.right.map((share) => `${Math.round(100 * share)} %`);
  const lowest = Math.min(...run.val_loss);
  const at = run.val_loss.indexOf(lowest) + 1;
  const turned = run.val_loss.at(-1) > 1.1 * lowest
    ? ` Validation was lowest at epoch ${at}, ${lowest.toFixed(2)}, and has risen since. Early stopping would have kept that epoch.`
    : "";
  const remedies = [lam > 0 ? `λ = ${short(lam)}` : "", dropout > 0 ? `dropout ${short(dropout)}` : ""];
  const used = remedies.filter(Boolean).join(" and ");
  return (
    `${units} ${units === 1 ? "unit" : "units"}, ${samples} samples, ${used || "no remedy"}: ` +
    `${percent[0]} right in training, ${percent[1]} in validation; ` +
    `costs ${run.loss.at(-1).toFixed(2)} and ${run.val_loss.at(-1).toFixed(2)}, ` +
    `gap ${run.gap.toFixed(2).replace("-", "−")}.${turned}`
  );
}

// The playground where no kernel runs: the course's own network, trained in the page. What
// `playground.py` and `playground_trainer.py` do in the kernel is done here, with the same points and
// the same first weights, so that the same steps give the same numbers.

const SLICE = 30; // milliseconds of training between two pictures

export default function standIn(model, { points, normals, seeds, most }) {
  const settings = model.get("_settings");
  const sets = cut(floats(points), settings.data.length);
  const given = {
    sets: Object.fromEntries(settings.data.map((name, i) => [name, sets[i]])),
    normals: cut(floats(normals), seeds),
    most,
  };
  let seed = 0;
  // What the kernel trained before the page was made is trained again when somebody goes on.
  let run;
  const before = { lr: model.get("lr"), steps: model.get("_frame").epoch };
  const begin = () => {
    run = beginning(given, settingOf(model), seed);
    show(model, run);
  };
  for (const name of ["data", "layers", "units", "activation", "start"])
    model.on(`change:${name}`, begin);
  return ({ do: what }) =>
    setTimeout(() => {
      if (what === "again") {
        seed = (seed + 1) % seeds;
        return begin();
      }
      run ??= trained(given, settingOf(model), seed, before);
      if (what === "step") step(run, model.get("lr"));
      else train(run, model.get("lr"), SLICE);
      show(model, run);
    });
}

const settingOf = (model) =>
  Object.fromEntries(
    ["data", "layers", "units", "activation", "start"].map((name) => [name, model.get(name)]),
  );

function floats(view) {
  return new Float64Array(view.buffer, view.byteOffset, view.byteLength / 8);
}

function cut(numbers, parts) {
  const size = numbers.length / parts;
  return Array.from({ length: parts }, (_, i) => numbers.subarray(i * size, (i + 1) * size));
}

// ---- the network --------------------------------------------------------------------------------

const ACTIVATIONS = {
  tanh: [Math.tanh, (a) => 1 - a * a],
  relu: [(z) => Math.max(z, 0), (a) => (a > 0 ? 1 : 0)],
  sigmoid: [
    (z) => (z >= 0 ? 1 : Math.exp(-Math.abs(z))) / (1 + Math.exp(-Math.abs(z))),
    (a) => a * (1 - a),
  ],
}; // f, and its slope as a function of f's answer

// A run: its points, its parameters (a pair [W, b] per layer, W row by row), the costs of its steps.
function beginning({ sets, normals, most }, setting, seed) {
  const { layers, units, activation, start } = setting;
  const sizes = [2, ...Array(layers).fill(units), 2];
  const draws = normals[seed];
  let at = 0;
  const params = sizes.slice(1).map((H, i) => {
    const D = sizes[i];
    const spread = Math.sqrt(activation === "relu" ? 2 / D : 2 / (D + H));
    const W = Float64Array.from(draws.subarray(at, (at += D * H)), (draw) => {
      if (start === "random") return spread * draw;
      return start === "equal" ? 0.5 : 0;
    });
    return [W, new Float64Array(H)];
  });
  if (at > most) throw new RangeError("more weights than draws");
  const [f, slope] = ACTIVATIONS[activation];
  return { points: sets[setting.data], sizes, params, f, slope, costs: [] };
}

function trained(given, setting, seed, { lr, steps }) {
  const run = beginning(given, setting, seed);
  while (run.costs.length < steps) step(run, lr);
  return run;
}

function train(run, lr, milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) step(run, lr);
}

// Every layer's answer to one point; the last layer's are its scores, to which softmax belongs.
function forward({ sizes, params, f }, x0, x1, answers) {
  answers[0][0] = x0;
  answers[0][1] = x1;
  params.forEach(([W, b], i) => {
    const [D, H] = [sizes[i], sizes[i + 1]];
    for (let h = 0; h < H; h++) {
      let z = 0;
      for (let d = 0; d < D; d++) z += answers[i][d] * W[d * H + h];
      z += b[h];
      answers[i + 1][h] = i + 1 < params.length ? f(z) : z;
    }
  });
  return answers;
}

const room = ({ sizes }) => sizes.map((size) => new Float64Array(size));

// The probabilities of both classes, of their scores.
function probability([z0, z1]) {
  const top = Math.max(z0, z1);
  const [e0, e1] = [Math.exp(z0 - top), Math.exp(z1 - top)];
  return [e0 / (e0 + e1), e1 / (e0 + e1)];
}

// One step of gradient descent on all points; the cost before it is noted.
function step(run, lr) {
  const { points, sizes, params, slope } = run;
  const N = points.length / 3;
  const grads = params.map(([W, b]) => [new Float64Array(W.length), new Float64Array(b.length)]);
  const [answers, back] = [room(run), room(run)];
  let cost = 0;
  for (let n = 0; n < N; n++) {
    const label = points[3 * n + 2];
    const scores = forward(run, points[3 * n], points[3 * n + 1], answers).at(-1);
    const top = Math.max(scores[0], scores[1]);
    const total = Math.exp(scores[0] - top) + Math.exp(scores[1] - top);
    cost -= scores[label] - top - Math.log(total);
    probability(scores).forEach((p, k) => (back.at(-1)[k] = (p - (k === label ? 1 : 0)) / N));
    for (let i = params.length - 1; i >= 0; i--) {
      const [W] = params[i];
      const [dW, db] = grads[i];
      const [D, H] = [sizes[i], sizes[i + 1]];
      for (let h = 0; h < H; h++) db[h] += back[i + 1][h];
      for (let d = 0; d < D; d++) {
        let sum = 0;
        for (let h = 0; h < H; h++) {
          dW[d * H + h] += answers[i][d] * back[i + 1][h];
          sum += W[d * H + h] * back[i + 1][h];
        }
        if (i > 0) back[i][d] = sum * slope(answers[i][d]);
      }
    }
  }
  run.costs.push(cost / N);
  params.forEach(([W, b], i) => {
    for (let j = 0; j < W.length; j++) W[j] -= lr * grads[i][0][j];
    for (let j = 0; j < b.length; j++) b[j] -= lr * grads[i][1][j];
  });
}

// ---- what the page draws ------------------------------------------------------------------------

// A square grid over the plane, row by row from the lowest, as NumPy's linspace puts it.
function* plane(side, reach) {
  const at = (i) => (i === side - 1 ? reach : -reach + i * ((2 * reach) / (side - 1)));
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) yield [at(column), at(row)];
}

function surface(run, { fine, reach }) {
  const answers = room(run);
  const shown = Array.from(plane(fine, reach), ([x0, x1]) =>
    probability(forward(run, x0, x1, answers).at(-1))[1],
  );
  return Float64Array.from(shown);
}

function hiddenUnits(run, { coarse, reach }) {
  const answers = room(run);
  const count = run.sizes.slice(1, -1).reduce((sum, size) => sum + size, 0);
  const shown = new Float64Array(count * coarse ** 2);
  let place = 0;
  for (const [x0, x1] of plane(coarse, reach)) {
    const units = forward(run, x0, x1, answers).slice(1, -1).flatMap((one) => Array.from(one));
    units.forEach((answer, unit) => (shown[unit * coarse ** 2 + place] = answer));
    place += 1;
  }
  return shown;
}

// Pairs of a step and its cost, thinned to as many as the kernel would send.
function thinned(costs, most = 150) {
  const last = Math.max(costs.length - 1, 0);
  const at = (i) => Math.trunc(i === most - 1 ? last : i * (last / (most - 1)));
  const steps = [...new Set(Array.from({ length: most }, (_, i) => at(i)))];
  return Float64Array.from(steps.slice(0, costs.length).flatMap((step) => [step, costs[step]]));
}

function shareRight(run) {
  const { points } = run;
  const answers = room(run);
  let right = 0;
  for (let n = 0; n < points.length; n += 3) {
    const [p0, p1] = probability(forward(run, points[n], points[n + 1], answers).at(-1));
    right += (p1 > p0 ? 1 : 0) === points[n + 2];
  }
  return right / (points.length / 3);
}

function differentUnits({ sizes, params: [[W, b]] }) {
  const [D, H] = sizes;
  const rounded = (value) => Math.round(value * 1e9) / 1e9 + 0; // no −0
  const units = Array.from({ length: H }, (_, h) =>
    [...Array.from({ length: D }, (_, d) => W[d * H + h]), b[h]].map(rounded).join(),
  );
  return new Set(units).size;
}

let shownFrames = 0;

function show(model, run) {
  const settings = model.get("_settings");
  const said = (value) => (value === undefined ? null : Number.isFinite(value) ? value : "nan");
  const bytes = (numbers) => new DataView(numbers.buffer);
  model.set({
    _surface: bytes(surface(run, settings)),
    _hidden: bytes(hiddenUnits(run, settings)),
    _costs: bytes(thinned(run.costs)),
    _points: bytes(Float64Array.from(run.points)),
    _frame: {
      count: `alone-${shownFrames++}`,
      epoch: run.costs.length,
      right: shareRight(run),
      different: differentUnits(run),
      cost: said(run.costs.at(-1)),
      first: said(run.costs[0]),
    },
  });
}

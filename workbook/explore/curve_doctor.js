// The curve doctor in the page: every move of a slider trains the patient anew and redraws its curves.
// A patient's fault has to be named first; then its settings are free.

function render({ model, el }) {
  const data = {
    patients: model.get("_patients"),
    faults: model.get("_faults"),
    settings: model.get("_settings"),
    material: model.get("_data"),
  };
  const page = build(data, model);
  const measure = () => (page.box = page.svg.getBoundingClientRect());
  const traits = ["patient", "named", ...TRAITS];
  return present({ model, el }, page, traits, measure, () => update(page, data, model));
}

export default widget(render);

const TRAITS = ["rate", "epochs", "units", "samples", "copies", "parted"];
const GUESSING = Math.log(2);

// ---- the training -------------------------------------------------------------------------------

// Full-batch gradient descent on one hidden tanh layer and a sigmoid output with cross-entropy: the
// costs after each epoch, as `trained` in `curve_doctor.py` has them.
function train({ X, y, W, v, order }, { rate, epochs, units, samples, copies, parted }) {
  const most = order.length;
  const network = {
    w0: Float64Array.from(W[0].slice(0, units)),
    w1: Float64Array.from(W[1].slice(0, units)),
    b: new Float64Array(units),
    v: Float64Array.from(v.slice(0, units), (value) => value / Math.sqrt(units)),
    c: 0,
  };
  const rows = X.slice(0, samples);
  const labels = parted
    ? order.filter((n) => n < samples).map((n) => y[n])
    : y.slice(0, samples);
  const fresh = { rows: X.slice(most), labels: y.slice(most) };
  const half = Math.floor(samples / 2);
  const shown = copies ? { rows: rows.slice(0, half), labels: labels.slice(0, half) } : fresh;
  const costs = { loss: [], val_loss: [], honest: [] };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const before = step(network, rows, labels, rate);
    if (epoch > 0) costs.loss.push(before); // what the epoch before has left
    costs.val_loss.push(cost(network, shown.rows, shown.labels));
    costs.honest.push(copies ? NaN : costs.val_loss.at(-1));
  }
  costs.loss.push(cost(network, rows, labels));
  // With copies nobody sees the honest curve; its end alone is told.
  if (copies) costs.honest[epochs - 1] = cost(network, fresh.rows, fresh.labels);
  return costs;
}

// One step on all rows; every gradient is taken at the same parameters. Returns the cost before it.
function step(network, rows, labels, rate) {
  const { w0, w1, b, v } = network;
  const H = v.length;
  const [d0, d1, db, dv] = Array.from({ length: 4 }, () => new Float64Array(H));
  const A = new Float64Array(H);
  let dc = 0;
  let sum = 0;
  for (let n = 0; n < rows.length; n++) {
    const [x0, x1] = rows[n];
    let z = network.c;
    for (let h = 0; h < H; h++) z += v[h] * (A[h] = Math.tanh(x0 * w0[h] + x1 * w1[h] + b[h]));
    sum += loss(z, labels[n]);
    const dz = (sigmoid(z) - labels[n]) / rows.length;
    dc += dz;
    for (let h = 0; h < H; h++) {
      const dZ = dz * v[h] * (1 - A[h] * A[h]);
      d0[h] += x0 * dZ;
      d1[h] += x1 * dZ;
      db[h] += dZ;
      dv[h] += dz * A[h];
    }
  }
  for (let h = 0; h < H; h++) {
    w0[h] -= rate * d0[h];
    w1[h] -= rate * d1[h];
    b[h] -= rate * db[h];
    v[h] -= rate * dv[h];
  }
  network.c -= rate * dc;
  return sum / rows.length;
}

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : e) / (1 + e);
}

// Binary cross-entropy of one sample, from its logit.
function loss(z, label) {
  return Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
}

// The mean of that over some rows.
function cost({ w0, w1, b, v, c }, rows, labels) {
  let sum = 0;
  for (let n = 0; n < rows.length; n++) {
    const [x0, x1] = rows[n];
    let z = c;
    for (let h = 0; h < v.length; h++) z += v[h] * Math.tanh(x0 * w0[h] + x1 * w1[h] + b[h]);
    sum += loss(z, labels[n]);
  }
  return sum / rows.length;
}

// ---- what never changes -------------------------------------------------------------------------

function build(data, model) {
  const root = explorable("wb-doctor", "Curve doctor");
  const controls = element("div", { class: "controls" }, root);
  const patients = patientChoice(data, model, controls);
  const ward = element("div", { class: "ward" }, root);
  const figure = element("figure", {}, ward);
  const caption = element("figcaption", {}, figure);
  const ends = ["training", "validation"].map((name) => {
    const entry = element("span", {}, caption);
    element("span", { class: `swatch ${name}` }, entry);
    entry.append(`${name}: `);
    return element("strong", {}, entry);
  });
  const svg = shape("svg", { role: "img" }, figure);
  const words = description(figure);
  const side = element("div", {}, ward);
  element("h4", {}, side, "1 · Which fault is it?");
  const faults = faultButtons(data, side);
  const say = replyLine(side);
  const settings = settingsOf(data, model, side);
  const tally = element("p", { class: "tally", role: "status" }, root);
  const page = { root, patients, ends, svg, words, faults, say, settings, tally };
  for (const { button, fault } of faults) {
    button.addEventListener("click", () => judge(page, data, model, fault));
  }
  return page;
}

function patientChoice({ patients }, model, parent) {
  const options = patients.map((_, index) => [String(index), String(index + 1)]);
  const radios = pillChoice("Patient", options, parent, (value) =>
    keep(model, { patient: Number(value), ...patients[Number(value)].set }),
  );
  return radios.map((radio) => ({
    radio,
    state: element("span", { class: "state" }, radio.parentElement),
  }));
}

function faultButtons({ faults }, parent) {
  const box = element("div", { class: "faults" }, parent);
  return faults.map((fault) => ({
    fault,
    button: control("button", { type: "button" }, box, fault.label),
  }));
}

function settingsOf({ settings, patients }, model, parent) {
  const group = element("fieldset", { class: "settings" }, parent);
  element("legend", {}, group, "2 · Mend it");
  const rate = rateSlider(settings.rates, model, group);
  const sliders = {
    epochs: slider("Epochs", [10, settings.epochs, 5], "epochs", model, group),
    units: slider("Hidden units", [1, settings.units, 1], "units", model, group),
    samples: slider("Training samples", [...settings.samples, 10], "samples", model, group),
  };
  const ticks = {
    copies: tickBox("Validation rows are copies of training rows", "copies", model, group),
    parted: tickBox("X and y are shuffled each by itself", "parted", model, group),
  };
  const again = control("button", { type: "button", class: "again" }, group, "As it came");
  again.addEventListener("click", () => keep(model, patients[model.get("patient")].set));
  return { group, rate, sliders, ticks };
}

// Rates lie on a ladder, each 10 % above the one before.
function rateSlider([lowest, ratio, count], model, parent) {
  const label = element("label", { class: "wb-slider" }, parent);
  element("span", {}, label, "Learning rate");
  const input = control("input", { type: "range", min: 0, max: count, step: 1 }, label);
  const value = element("strong", { "aria-hidden": "true" }, label);
  input.addEventListener("input", () => {
    model.set("rate", Number((lowest * ratio ** Number(input.value)).toPrecision(2)));
  });
  input.addEventListener("change", () => model.save_changes());
  const rung = (rate) => Math.round(Math.log(rate / lowest) / Math.log(ratio));
  return { input, value, rung };
}

function tickBox(words, trait, model, parent) {
  const label = element("label", { class: "tick" }, parent);
  const input = control("input", { type: "checkbox", "data-trait": trait }, label);
  label.append(words);
  input.addEventListener("change", () => keep(model, { [trait]: input.checked }));
  return input;
}

// ---- what changes -------------------------------------------------------------------------------

// A fault was named: note it, or tell by what sign it would be known.
function judge(page, data, model, fault) {
  const index = model.get("patient");
  if (fault.name === data.patients[index].fault) {
    keep(model, { named: [...model.get("named"), index] });
  } else {
    page.say(`Not this one. ${fault.sign}`, "wrong");
  }
}

function update(page, data, model) {
  const now = Object.fromEntries(TRAITS.map((trait) => [trait, model.get(trait)]));
  const index = model.get("patient");
  const patient = data.patients[index];
  now.costs = train(data.material, now);
  now.fault = data.faults.find(({ name }) => name === patient.fault);
  now.named = model.get("named").includes(index);
  now.well = isWell(now, patient);
  if (now.named && now.well && !model.get("cured").includes(index)) {
    keep(model, { cured: [...model.get("cured"), index] });
  }
  showPatients(page, data, model, index);
  showFaults(page, now, index);
  showSettings(page, now);
  draw(page, now);
  page.words.show(describe(now, index));
}

// Well: low on rows that nobody has trained on, with an honest split and labels on their rows.
function isWell({ costs, copies, parted }, patient) {
  return costs.honest.at(-1) <= patient.below && !copies && !parted;
}

function showPatients(page, { patients }, model, index) {
  const [named, cured] = [model.get("named"), model.get("cured")];
  page.patients.forEach(({ radio, state }, place) => {
    radio.checked = place === index;
    state.textContent = cured.includes(place) ? "cured" : named.includes(place) ? "named" : "";
  });
  const total = patients.length;
  const done = cured.length === total ? " All are well: the ward is empty." : "";
  page.tally.textContent = `Named ${named.length} of ${total}, cured ${cured.length} of ${total}.${done}`;
}

function showFaults(page, now, index) {
  for (const { button, fault } of page.faults) {
    button.disabled = now.named;
    button.classList.toggle("right", now.named && fault === now.fault);
  }
  const label = now.fault.label.toLowerCase();
  if (now.named && now.well) page.say(`Cured. It was ${label}.`, "right");
  else if (now.named) page.say(`Yes. ${now.fault.sign} Now mend it.`, "right");
  else if (page.shown !== index) page.say("Look at the curves, then choose.");
  page.shown = index;
}

// Before the fault is named, the settings would give it away.
function showSettings({ settings }, now) {
  settings.group.disabled = !now.named;
  const put = (part, number, value) =>
    now.named ? place(part, number, short(value)) : place(part, part.input.min, "?");
  put(settings.rate, settings.rate.rung(now.rate), now.rate);
  for (const [trait, part] of Object.entries(settings.sliders)) put(part, now[trait], now[trait]);
  for (const [trait, input] of Object.entries(settings.ticks)) {
    input.checked = now.named && now[trait];
  }
}

function describe({ costs, named, well, copies }, index) {
  const [L, V] = [costs.loss, costs.val_loss];
  const lowest = Math.min(...V);
  const at = V.indexOf(lowest) + 1;
  const course = (curve) => `from ${short(curve[0])} to ${short(curve.at(-1))}`;
  const turned = V.at(-1) > 1.1 * lowest ? `, with its lowest, ${short(lowest)}, at epoch ${at}` : "";
  const hidden = copies && named ? ` On rows that are really new it costs ${short(costs.honest.at(-1))}.` : "";
  const end = named && well ? " The patient is well." : "";
  return (
    `Patient ${index + 1}, ${L.length} epochs: training goes ${course(L)}, ` +
    `validation ${course(V)}${turned}.${hidden}${end}`
  );
}

// ---- drawing ------------------------------------------------------------------------------------

function draw(page, { costs }) {
  const highest = Math.max(...costs.loss, ...costs.val_loss);
  const top = highest > 1.6 ? Math.min(20, Math.ceil(highest)) : highest > 0.95 ? 1.6 : 1;
  const count = costs.loss.length;
  const plot = axes(page.svg, page.box, [0, count], [0, top]);
  for (const value of ticks(0, count)) plot.xTick(value, String(value));
  for (const value of ticks(0, top)) plot.yTick(value, short(value));
  plot.xTitle("epochs");
  const right = plot.x(count);
  for (const [level, words] of [[GUESSING, "guessing"], [0.325, "best honest"]]) {
    plot.add("line", { class: "level", x1: plot.x(0), x2: right, y1: plot.y(level), y2: plot.y(level) });
    if (top > 2) continue;
    const text = plot.add("text", { x: right - 4, y: plot.y(level) - 4, "text-anchor": "end" });
    text.textContent = words;
  }
  const height = (value) => plot.y(Number.isFinite(value) ? Math.min(value, top) : top);
  const line = (curve) => curve.map((value, k) => `${plot.x(k + 1)},${height(value)}`).join(" ");
  plot.add("polyline", { class: "training", points: line(costs.loss) });
  plot.add("polyline", { class: "validation", points: line(costs.val_loss) });
  page.ends[0].textContent = short(costs.loss.at(-1));
  page.ends[1].textContent = short(costs.val_loss.at(-1));
  page.svg.setAttribute("aria-label", "Learning curves: cost against epochs. The text below says where they go.");
}

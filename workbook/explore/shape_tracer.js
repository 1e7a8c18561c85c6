// The shape tracer in the page. A network's arrays are asked for one after another, X first; each
// is drawn, cell by cell, only when its shape has been predicted. The numbers in the cells are a
// real forward pass, computed here from the formula in `shape_tracer.py`.

const LEGEND =
  "The cells are the numbers of a real forward pass: blue above 0, orange below 0, empty at 0. " +
  "f is ReLU in hidden layers; the output layer has none, so there f changes nothing.";
const DIGITS = "₀₁₂₃₄₅₆₇₈₉";
const lowered = (number) => Array.from(String(number), (digit) => DIGITS[digit]).join("");
const many = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function render({ model, el }) {
  const page = build(model);
  el.append(page.root);
  const state = { perfect: [], reached: [] };
  const begin = () => {
    Object.assign(state, { arrays: trace(model.get("n_samples"), model.get("sizes")), at: 0 });
    Object.assign(state, { misses: 0, said: "" });
    draw(page, state, model);
  };
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (state.at === state.arrays.length) begin();
    else predict(page, state, model);
    page.answer.focus();
  });
  begin();
  model.on("change:n_samples change:sizes", begin);
  return () => model.off("change:n_samples change:sizes", begin);
}

export default widget(render);

// ---- the forward pass ---------------------------------------------------------------------------

// Every array in the order in which it is asked for: name, shape, values row by row, and why.
function trace(n, sizes) {
  const [inputs] = sizes;
  const batch = `a row for each of ${many(n, "sample")}, a column for each of `;
  let A = { name: "X", shape: [n, inputs], values: table(0, n, inputs, 1) };
  A.why = `${batch}${many(inputs, "input")}`;
  const found = [A];
  sizes.slice(1).forEach((units, before) => {
    const layer = before + 1;
    const last = layer === sizes.length - 1;
    const from = sizes[before];
    const below = lowered(layer);
    const W = { name: `W${below}`, shape: [from, units] };
    W.values = table(layer, from, units, Math.sqrt(2 / from));
    W.why = `a row for each of ${many(from, "input")}, a column for each of ${many(units, "unit")}`;
    const b = { name: `b${below}`, shape: [units] };
    b.why = `one number for each of ${many(units, "unit")}`;
    b.values = Array.from({ length: units }, (_, j) => 0.5 * Math.sin(2 * layer + 5 * j));
    const Z = { name: `Z${below}`, shape: [n, units], values: sums(A, W, b) };
    const product = `${written(A.shape)} @ ${written(W.shape)}`;
    Z.why = `in ${product} the two ${from}s meet and vanish; ${b.name} is added to each row`;
    const next = { name: last ? "Y" : `A${below}`, shape: [n, units] };
    next.values = last ? Z.values : Z.values.map((z) => Math.max(z, 0));
    next.why = `f works entry by entry, so it keeps the shape of ${Z.name}`;
    for (const array of [W, b, Z, next]) found.push({ ...array, layer });
    A = next;
  });
  return found;
}

function table(layer, rows, columns, factor) {
  const entry = (k) => Math.sin(1 + 2 * layer + 3 * Math.floor(k / columns) + 5 * (k % columns));
  return Array.from({ length: rows * columns }, (_, k) => factor * entry(k));
}

function sums(A, W, b) {
  const [n, from] = A.shape;
  const units = W.shape[1];
  return Array.from({ length: n * units }, (_, k) => {
    const row = Math.floor(k / units);
    const unit = k % units;
    let sum = 0;
    for (let d = 0; d < from; d++) sum += A.values[row * from + d] * W.values[d * units + unit];
    return sum + b.values[unit];
  });
}

// ---- a prediction -------------------------------------------------------------------------------

function predict(page, state, model) {
  const array = state.arrays[state.at];
  const given = (page.answer.value.match(/\d+/g) ?? []).map(Number);
  if (!given.length || /[^\d\s,;()x×]/i.test(page.answer.value)) {
    return page.say("Write the shape as whole numbers with commas: 5, 3 (table) or 3 (vector).");
  }
  const right = written(given) === written(array.shape);
  const solution = `${array.name} is ${written(array.shape)}: ${array.why}.`;
  state.said = right ? `Right. ${solution}` : `${mistaken(given, array, state)} ${solution}`;
  state.right = right;
  state.misses += right ? 0 : 1;
  state.at += 1;
  keep(model, { asked: model.get("asked") + 1, right: model.get("right") + (right ? 1 : 0) });
  if (state.at === state.arrays.length) state.reached = goalsOf(state, model);
  draw(page, state, model);
}

// What a wrong shape tells about its thought.
function mistaken(given, array, state) {
  const no = `Not ${written(given)}.`;
  const turned = written([...given].reverse());
  if (turned === written(array.shape)) return `${no} It is the other way round.`;
  if (array.shape.length === 1 && given.length === 2) return `${no} A bias vector has one axis.`;
  if (array.shape.length === 2 && given.length === 1) return `${no} This is a table: two axes.`;
  const seen = state.arrays.slice(0, state.at);
  const other = seen.reverse().find(({ shape }) => written(shape) === written(given));
  return other ? `${no} That is the shape of ${other.name}.` : no;
}

// Which goals the trace that has just ended reaches, by their places.
function goalsOf(state, model) {
  const sizes = model.get("sizes");
  const now = { n: model.get("n_samples"), sizes: sizes.join() };
  if (state.misses) return [];
  const before = state.perfect.some(({ n, sizes: same }) => same === now.sizes && n !== now.n);
  state.perfect.push(now);
  return [true, before, sizes.length >= 4].flatMap((met, place) => (met ? [place] : []));
}

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-tracer", "Shape tracer");
  const settings = element("div", { class: "settings" }, root);
  const sketch = shape("svg", { class: "sketch", role: "img" }, root);
  const stage = shape("svg", { class: "stage", role: "img" }, root);
  element("p", { class: "key" }, root, LEGEND);
  const form = element("form", { class: "ask" }, root);
  const [id, how] = [newId("answer"), newId("how")];
  const label = element("label", { for: id }, form);
  const answer = control("input", { id, type: "text", autocomplete: "off", size: 10 }, form);
  answer.setAttribute("aria-describedby", how);
  const button = control("button", { type: "submit", class: "main" }, form);
  const score = element("span", { class: "score" }, form);
  const example = "Rows, then columns, such as 5, 3. A vector has one number.";
  element("p", { id: how, class: "key" }, root, example);
  const say = replyLine(root);
  const words = element("p", { class: "words" }, root);
  const goals = goalBoard(model.get("_goals"), root);
  return { root, settings, sketch, stage, form, label, answer, button, score, say, words, goals };
}

// ---- what changes -------------------------------------------------------------------------------

function draw(page, state, model) {
  const done = state.at === state.arrays.length;
  settings(page, model);
  const current = state.arrays[Math.min(state.at, state.arrays.length - 1)];
  const layer = current.layer ?? 1;
  drawSketch(page.sketch, model.get("sizes"), layer);
  drawStage(page.stage, state, layer);
  page.label.textContent = done ? "" : `Shape of ${current.name}?`;
  page.answer.hidden = done;
  page.answer.value = "";
  page.button.textContent = done ? "Trace it again" : "Predict";
  if (done) page.button.focus();
  page.score.textContent = `${model.get("right")} of ${model.get("asked")} right`;
  page.say(state.said, state.said && (state.right ? "right" : "wrong"));
  page.words.textContent = describe(state, model, done);
  tickReached(page.goals, model, (_, place) => state.reached.includes(place));
}

function describe(state, model, done) {
  const [n, sizes] = [model.get("n_samples"), model.get("sizes")];
  const known = state.arrays.slice(0, state.at);
  const network = `${many(n, "sample")} through a network of sizes ${sizes.join(", ")}. `;
  if (!known.length) return `${network}No array is known yet.`;
  const shapes = known.map(({ name, shape }) => `${name} ${written(shape)}`).join(", ");
  const misses = state.misses ? many(state.misses, "wrong prediction") : "no wrong prediction";
  return `${network}Known: ${shapes}. ${done ? `All traced, with ${misses}.` : ""}`;
}

// One field for each size, rebuilt only with the number of layers: the one in use must stay.
function settings(page, model) {
  const sizes = model.get("sizes");
  const most = model.get("_most");
  const resize = (place, value) => model.get("sizes").map((old, i) => (i === place ? value : old));
  if (page.fields?.length !== sizes.length + 1) {
    page.settings.replaceChildren();
    const last = sizes.length - 1;
    const hidden = (i) => (i === last ? "Outputs" : `Hidden ${i}`);
    const names = sizes.map((_, i) => (i === 0 ? "Inputs" : hidden(i)));
    const samples = field("Samples", most.samples, (n) => keep(model, { n_samples: n }), page);
    page.fields = [samples];
    names.forEach((name, i) => {
      const changed = (value) => keep(model, { sizes: resize(i, value) });
      page.fields.push(field(name, most.units, changed, page));
    });
    const more = (old) => [...old.slice(0, -1), 3, old.at(-1)];
    const fewer = (old) => [...old.slice(0, -2), old.at(-1)];
    layerButton("Add a hidden layer", sizes.length > most.layers, more, page, model);
    layerButton("Remove one", sizes.length === 2, fewer, page, model);
  }
  [model.get("n_samples"), ...sizes].forEach((value, i) => {
    if (page.fields[i].value !== String(value)) page.fields[i].value = value;
  });
}

function field(name, most, changed, page) {
  const label = element("label", {}, page.settings, name);
  const input = control("input", { type: "number", min: 1, max: most, step: 1 }, label);
  input.addEventListener("change", () => {
    const value = Math.min(most, Math.max(1, Math.round(Number(input.value)) || 1));
    input.value = value;
    changed(value);
  });
  return input;
}

function layerButton(name, impossible, change, page, model) {
  const button = control("button", { type: "button" }, page.settings, name);
  button.disabled = impossible;
  button.addEventListener("click", () => {
    keep(model, { sizes: change(model.get("sizes")) });
    const again = [...page.settings.querySelectorAll("button")];
    (again.find((one) => one.textContent === name && !one.disabled) ?? page.answer).focus();
  });
}

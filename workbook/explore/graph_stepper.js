// The graph stepper in the page: forward values, local derivatives and gradients of a small graph,
// and one question for each step back. The kernel is asked nothing; it hears what was reached.

const NEAR = 0.005; // an answer may be off by this, times the answer where that is above 1
const NUDGE = 0.01;

function sigmoidSlope(z) {
  const e = Math.exp(-Math.abs(z));
  return e / (1 + e) ** 2;
}

function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

// By name: the operation, its local derivatives, and where each of them comes from.
const OPERATIONS = {
  add: [(u, v) => u + v, () => [1, 1], () => "a sum passes every move on as it is"],
  sub: [
    (u, v) => u - v,
    () => [1, -1],
    (place) => (place ? "it is subtracted" : "a difference passes its first part on as it is"),
  ],
  mul: [
    (u, v) => u * v,
    (u, v) => [v, u],
    (place, names) => `the other factor, ${names[1 - place]}`,
  ],
  square: [(u) => u * u, (u) => [2 * u], (_, names) => `twice ${names[0]}`],
  sigmoid: [sigmoid, (z) => [sigmoidSlope(z)], () => "the sigmoid’s slope, a (1 − a)"],
};

function render({ model, el }) {
  const page = build(model);
  el.append(page.root);
  const draw = () => update(page, model);
  draw();
  const traits = "change:graph change:values change:done";
  model.on(traits, draw);
  return () => model.off(traits, draw);
}

export default widget(render);

// ---- the graph ----------------------------------------------------------------------------------

function graphOf(model) {
  return model.get("_graphs").find((graph) => graph.name === model.get("graph"));
}

// Everything that can be computed of a graph: numbers, steps back in order, gradients so far.
function evaluate(graph, values, done) {
  const numbers = { ...values };
  const steps = [];
  for (const node of graph.nodes) {
    if (!node.op) continue;
    const [forward, slopes] = OPERATIONS[node.op];
    const into = node.inputs.map((name) => numbers[name]);
    numbers[node.name] = forward(...into);
    const local = slopes(...into);
    const back = node.inputs.map((input, place) => ({ node, input, place, local: local[place] }));
    steps.unshift(...back.filter(({ input }) => !named(graph, input).given));
  }
  const gradients = Object.fromEntries(graph.nodes.map(({ name }) => [name, 0]));
  gradients.L = 1;
  const waiting = Object.fromEntries(graph.nodes.map(({ name }) => [name, 0]));
  steps.forEach(({ node, input, local }, place) => {
    if (place < done) gradients[input] += gradients[node.name] * local;
    else waiting[input] += 1;
  });
  return { graph, numbers, steps, gradients, waiting, done };
}

function named(graph, name) {
  return graph.nodes.find((node) => node.name === name);
}

// What a node gives when one of its inputs is moved a little.
function nudged({ numbers }, { node, place }) {
  const into = node.inputs.map((name) => numbers[name]);
  into[place] += NUDGE;
  return OPERATIONS[node.op][0](...into);
}

// ---- what never changes -------------------------------------------------------------------------

function build(model) {
  const root = explorable("wb-stepper", "Graph stepper");
  const controls = element("div", { class: "controls" }, root);
  const graphs = model.get("_graphs").map(({ name, label }) => [name, label]);
  const radios = pillChoice("Graph", graphs, controls, (graph) => begin(model, { graph }));
  const sliders = element("div", { class: "sliders" }, controls);
  const frame = element("div", { class: "frame" }, root);
  const svg = shape("svg", { role: "img" }, frame);
  const ask = element("form", { class: "ask" }, root);
  const id = newId("answer");
  const label = element("label", { for: id }, ask);
  const field = { id, type: "text", inputmode: "decimal", autocomplete: "off" };
  const answer = control("input", field, ask);
  const check = control("button", { type: "submit", class: "main" }, ask, "Check");
  const show = control("button", { type: "button" }, ask, "Show me");
  const run = control("button", { type: "button" }, ask, "Run to the end");
  const again = control("button", { type: "button" }, ask, "Start again");
  const say = replyLine(root);
  const words = element("p", { class: "words" }, root);
  const goals = goalBoard(model.get("_goals"), root);
  const buttons = { check, show, run, again };
  const page = { root, radios, sliders, svg, ask, label, answer, ...buttons, say, words, goals };
  operate(page, model);
  return page;
}

// Begin anew at L: with another graph, with other numbers, or just so.
function begin(model, change = {}) {
  const wanted = change.graph ?? model.get("graph");
  const graph = model.get("_graphs").find(({ name }) => name === wanted);
  const start = graph.nodes.filter((node) => !node.op).map(({ name, value }) => [name, value]);
  const values = change.values ?? (change.graph ? Object.fromEntries(start) : model.get("values"));
  keep(model, { graph: graph.name, values, done: 0, helped: false });
}

function operate(page, model) {
  const now = () => evaluate(graphOf(model), model.get("values"), model.get("done"));
  page.ask.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(page, model, now());
  });
  page.show.addEventListener("click", () => {
    const state = now();
    keep(model, { helped: true, done: state.done + 1 });
    page.say(explained(state, "It is"));
    page.answer.focus();
  });
  page.run.addEventListener("click", () => {
    keep(model, { helped: true, done: now().steps.length });
    page.say("All steps were taken for you.");
    page.again.focus();
  });
  page.again.addEventListener("click", () => {
    begin(model);
    page.say("");
    page.answer.focus();
  });
}

// ---- one step -----------------------------------------------------------------------------------

// What was typed as a number: also 1/4, a comma, and the long minus of a book.
function typed(text) {
  const [above, below, ...more] = text.trim().replace(",", ".").replaceAll("−", "-").split("/");
  if (more.length || !above?.trim() || below?.trim() === "") return NaN;
  return Number(above) / Number(below ?? 1);
}

function judge(page, model, state) {
  const step = state.steps[state.done];
  if (!step) return;
  const number = typed(page.answer.value);
  if (!Number.isFinite(number)) {
    page.say("Type a number, such as 2, −0.5 or 1/4.");
  } else if (Math.abs(number - step.local) <= NEAR * Math.max(1, Math.abs(step.local))) {
    keep(model, { done: state.done + 1 });
    page.say(explained(state, "Right:"), "right");
  } else {
    page.say(`Not ${short(number)}. ${tried(state, step)}`, "wrong");
    page.answer.select();
  }
}

function tried(state, step) {
  const before = state.numbers[step.node.name];
  const change = nudged(state, step) - before;
  const moves = change === 0 ? "does not move" : `moves by ${digits(change)}`;
  const trial = `raise ${step.input} by ${NUDGE}, and ${step.node.name} ${moves}`;
  return `Try it: ${trial}. How many times as far is that?`;
}

const digits = (number) => String(Number(number.toPrecision(2))).replace("-", "−");

// Why a local derivative is what it is, and what follows for the gradient.
function explained({ gradients, steps, waiting, done }, opening) {
  const { node, input, place, local } = steps[done];
  const why = OPERATIONS[node.op][2](place, node.inputs);
  const arrives = gradients[node.name];
  const given = arrives * local;
  const had = gradients[input];
  const before = steps.slice(0, done).some((step) => step.input === input);
  const sum = before ? ` With the ${short(had)} from before: ${short(had + given)}.` : "";
  const more = waiting[input] > 1 ? " More is still to come." : "";
  return (
    `${opening} ∂${node.name}/∂${input} = ${short(local)}, ${why}. ` +
    `${input} gets ${factor(arrives)} · ${factor(local)} = ${short(given)}.${sum}${more}`
  );
}

const factor = (number) => (number < 0 ? `(${short(number)})` : short(number));

// ---- what changes -------------------------------------------------------------------------------

function update(page, model) {
  const state = evaluate(graphOf(model), model.get("values"), model.get("done"));
  if (page.shown !== state.graph.name) leafSliders(page, model, state);
  markChosen(page.radios, state.graph.name);
  for (const [name, one] of Object.entries(page.leaves)) {
    place(one, state.numbers[name], short(state.numbers[name]));
  }
  question(page, state);
  drawGraph(page.svg, state);
  page.words.textContent = describe(state);
  page.svg.setAttribute("aria-label", page.words.textContent);
  tickReached(page.goals, model, (goal) => reached(goal, state, model.get("helped")));
}

function leafSliders(page, model, state) {
  page.shown = state.graph.name;
  page.sliders.replaceChildren();
  page.say("");
  const toBegin = {
    set(name, number) {
      begin(model, { values: { ...model.get("values"), [name]: number } });
      page.say("Other numbers: the way back begins anew.");
    },
    save_changes() {},
  };
  const leaves = state.graph.nodes.filter((node) => !node.op);
  page.leaves = Object.fromEntries(
    leaves.map(({ name, range }) => [name, slider(name, range, name, toBegin, page.sliders)]),
  );
}

function question(page, { graph, steps, done, gradients }) {
  const step = steps[done];
  for (const one of [page.answer, page.check, page.show, page.run]) one.disabled = !step;
  page.answer.value = "";
  page.label.textContent = step
    ? `Step ${done + 1} of ${steps.length}. ∂L/∂${step.node.name} = ` +
      `${short(gradients[step.node.name])} has arrived at ${step.node.name} = ${step.node.text}. ` +
      `What is the local derivative ∂${step.node.name}/∂${step.input}?`
    : `All ${steps.length} steps are done. Every gradient is complete.`;
  page.root.dataset.graph = graph.name;
}

function describe({ graph, numbers, steps, gradients, waiting, done }) {
  const forward = graph.nodes.map(({ name, text }) => {
    return `${name}${text ? ` = ${text}` : ""} = ${short(numbers[name])}`;
  });
  const reached = ({ name }) => name === "L" || steps.slice(0, done).some((s) => s.input === name);
  const back = graph.nodes.filter(reached).reverse().map(({ name }) => {
    return `∂L/∂${name} = ${short(gradients[name])}${waiting[name] ? " so far" : ""}`;
  });
  return `Forward: ${forward.join(", ")}. Back: ${back.join(", ")}.`;
}

function reached(goal, { graph, numbers, steps, gradients, done }, helped) {
  if (goal.graph !== graph.name || done < steps.length) return false;
  if (!goal.least) return !helped;
  const large = Object.entries(goal.least).every(([name, least]) => numbers[name] >= least);
  const tiny = ([name, most]) => Math.abs(gradients[name]) <= most;
  const small = Object.entries(goal.most).every(tiny);
  return large && small;
}

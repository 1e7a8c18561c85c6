// What is due today, one question after the other. Each is a question's own page (`widget.js`, which
// stands before this in the module) with a model of its own: what is answered there is put into
// `answers` here.

function renderSitting({ model, el }) {
  const count = model.get("_questions").length;
  const root = element("section", { class: "wb-widget wb-sitting", "aria-label": "Review" });
  element("p", { class: "heading" }, root, "Review");
  const words = element("p", { class: "words" }, root, model.get("words"));
  const note = element("p", { class: "note", role: "status" }, root);
  const place = element("p", { class: "place", tabindex: "-1" }, root);
  const host = element("div", {}, root);
  const foot = element("div", { class: "foot" }, root);
  const back = control("button", { type: "button", class: "plain" }, foot, "Back");
  const next = control("button", { type: "button" }, foot, "Next question");
  const end = element("div", { class: "end" }, root);
  const planner = planForm(model, root);
  const at = { number: firstOpen(model), leave: () => {} };
  const page = { model, words, note, place, host, back, next, end, planner, at, count };
  back.addEventListener("click", () => go(page, at.number - 1));
  next.addEventListener("click", () => go(page, at.number + 1));
  const draw = () => drawAround(page);
  model.on("change:answers change:after change:note", draw);
  put(page);
  el.append(root);
  return () => {
    at.leave();
    planner.leave();
    model.off("change:answers change:after change:note", draw);
  };
}

export default widget(renderSitting);

// The first question that is not answered; behind the last one where all are.
function firstOpen(model) {
  const answers = model.get("answers");
  const open = answers.findIndex((choice) => choice < 0);
  return open < 0 ? answers.length : open;
}

function go(page, number) {
  page.at.number = Math.max(0, Math.min(page.count, number));
  put(page);
  page.place.focus();
}

// Put the question at its place, or the end.
function put(page) {
  const { model, host, at, count } = page;
  at.leave();
  host.replaceChildren();
  at.leave = () => {};
  if (at.number < count) at.leave = render({ model: oneQuestion(model, at.number), el: host });
  drawAround(page);
}

function drawAround({ model, note, place, back, next, end, planner, at, count }) {
  const answers = model.get("answers");
  const over = at.number >= count;
  note.textContent = model.get("note");
  const from = over ? "" : `: ${model.get("_questions")[at.number].from}`;
  place.textContent = over ? (count ? "Done for today" : "") : `${at.number + 1} of ${count}${from}`;
  place.hidden = over && !count;
  back.hidden = at.number === 0;
  next.hidden = over || answers[at.number] < 0;
  next.textContent = at.number === count - 1 ? "Finish" : "Next question";
  end.textContent = over && count ? `${howMany(model)} ${model.get("after")}` : "";
  planner.form.hidden = !over;
}

function howMany(model) {
  const answers = model.get("answers");
  const right = model.get("_questions").filter((q, i) => q.options[answers[i]]?.right).length;
  const wrong = answers.length - right;
  const back = wrong ? " What went wrong comes back first." : "";
  return `${right} of ${answers.length} right.${back}`;
}

// What a question's page takes for its model.
function oneQuestion(model, number) {
  const answered = model.get("answers")[number];
  const state = {
    choice: answered,
    answered: answered >= 0,
    note: "",
    _earlier: "",
    _question: model.get("_questions")[number],
  };
  let heard = [];
  return {
    get: (name) => state[name],
    set(name, value) {
      Object.assign(state, typeof name === "string" ? { [name]: value } : name);
      for (const call of heard) call();
    },
    on: (_, call) => heard.push(call),
    off: (_, call) => (heard = heard.filter((one) => one !== call)),
    save_changes() {
      const answers = [...model.get("answers")];
      if (!state.answered || answers[number] === state.choice) return;
      answers[number] = state.choice;
      keep(model, { answers });
    },
    send: () => {},
  };
}

// When will you sit down next? A time, which the kernel writes into a calendar entry.
function planForm(model, root) {
  const form = element("form", { class: "plan" }, root);
  const label = element("label", {}, form, "When will you sit down next? ");
  const input = control("input", { type: "datetime-local", required: "" }, label);
  control("button", { type: "submit", class: "plain" }, form, "Write it into a calendar file");
  const said = element("p", { role: "status" }, form);
  const draw = () => (said.textContent = model.get("plan_said"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value) keep(model, { plan_at: input.value });
  });
  model.on("change:plan_said", draw);
  draw();
  return { form, leave: () => model.off("change:plan_said", draw) };
}

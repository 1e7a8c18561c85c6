// A question in the page. The learner commits to an answer; only then do the explanations enter the
// page, one for every option. It can be answered again. No kernel is needed once it is shown.

function render({ model, el }) {
  const page = build(model);
  el.append(page.form);
  const draw = () => update(page, model);
  const traits = ["choice", "answered", "note", "_earlier"].map((name) => `change:${name}`).join(" ");
  model.on(traits, draw);
  draw();
  return () => model.off(traits, draw);
}

export default widget(render);

let questions = 0;

function build(model) {
  const question = model.get("_question");
  const id = `wb-ask-${questions++}`;
  const form = element("form", { class: "wb-widget wb-ask", "data-question": question.id });
  element("p", { class: "heading" }, form, question.heading);
  const scenario = element("div", { class: "scenario" }, form);
  scenario.innerHTML = question.scenario;
  const group = element("fieldset", {}, form);
  element("legend", {}, group).innerHTML = question.prompt;
  const options = question.options.map((option, place) => {
    const row = element("div", { class: "option" }, group);
    const label = element("label", {}, row);
    const radio = control("input", { type: "radio", name: id, value: place }, label);
    element("span", { class: "letter" }, label, letter(place));
    element("span", { class: "text" }, label).innerHTML = option.text;
    radio.addEventListener("change", () => keep(model, { choice: place }));
    return { row, label, radio };
  });
  const foot = element("div", { class: "foot" }, form);
  const button = control("button", { type: "submit" }, foot);
  const verdict = element("p", { role: "status", "aria-live": "polite" }, foot);
  const note = element("p", { class: "note", role: "status", style: "margin-top: 8px" }, form);
  const right = question.options.findIndex((option) => option.right);
  const page = { form, options, button, verdict, note, right };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (model.get("answered")) askAgain(page, model);
    else if (model.get("choice") < 0) verdict.textContent = "Choose one of the options first.";
    else keep(model, { answered: true });
  });
  return page;
}

function askAgain(page, model) {
  const choice = model.get("choice");
  keep(model, { answered: false });
  page.options[choice].radio.focus();
}

function update(page, model) {
  const { options } = model.get("_question");
  const choice = model.get("choice");
  const answered = model.get("answered");
  page.form.classList.toggle("answered", answered);
  page.options.forEach(({ row, label, radio }, place) => {
    radio.checked = place === choice;
    radio.disabled = answered;
    row.classList.toggle("right", answered && place === page.right);
    row.classList.toggle("wrong", answered && place === choice && place !== page.right);
    for (const old of row.querySelectorAll(".mark, .why")) old.remove();
    if (!answered) return;
    const mark = markFor(place === choice, place === page.right);
    if (mark) element("span", { class: "mark" }, label, mark);
    element("div", { class: "why" }, row).innerHTML = options[place].why;
  });
  page.button.textContent = answered ? "Change my answer" : "Answer";
  const earlier = model.get("_earlier") ? `${model.get("_earlier")} ` : "";
  page.verdict.textContent = answered ? earlier + verdictOn(choice, page.right) : "";
  page.note.textContent = model.get("note") || "";
  page.note.hidden = !page.note.textContent;
}

function verdictOn(choice, right) {
  if (choice === right) return `${letter(right)} is right. See above why the others tempt.`;
  return `Not ${letter(choice)}: ${letter(right)} is right. See above why each one tempts.`;
}

function markFor(chosen, right) {
  if (chosen) return right ? "your answer, right" : "your answer";
  return right ? "right answer" : "";
}

const letter = (place) => "ABCDE"[place];

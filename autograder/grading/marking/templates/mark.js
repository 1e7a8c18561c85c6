"use strict";
const main = document.querySelector("main");
const form = document.querySelector("form.marking");
const points = form.elements.points;
const comment = form.elements.comment;
const said = document.getElementById("said");
const bands = [...form.querySelectorAll("input[name=band]")];
const key = `marking ${main.dataset.key}`;
let draft = true; // what is being written is kept until it is saved

const showBand = () => {
  const value = points.value === "" ? NaN : Number(points.value);
  for (const band of bands) {
    band.checked = value >= Number(band.dataset.low) && value <= Number(band.dataset.high);
  }
};
const keep = () => {
  if (draft) { localStorage.setItem(key, JSON.stringify([points.value, comment.value])); }
};
const restore = () => {
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  if (kept && (kept[0] !== points.value || kept[1] !== comment.value)) {
    [points.value, comment.value] = kept;
    said.textContent = "This was not saved yet; your browser kept it.";
  }
};
const choose = (band) => {
  points.value = band.dataset.middle;
  showBand();
  keep();
};
const step = (by) => {
  const value = Math.min(Number(points.max), Math.max(0, Number(points.value || 0) + by));
  points.value = String(value);
  showBand();
  keep();
};
const save = async () => {
  if (!form.reportValidity()) { return; }
  said.textContent = "Saving …";
  keep();
  let answer;
  try {
    answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  } catch {
    said.textContent = "Not saved: the program behind this page has stopped. Start it again with the same command; "
      + "what you wrote is kept in this browser.";
    return;
  }
  if (!answer.ok) {
    said.textContent = `Not saved: ${await answer.text()}`;
    return;
  }
  draft = false;
  localStorage.removeItem(key);
  location.assign(answer.url);
};

restore();
showBand();
for (const band of bands) { band.addEventListener("change", () => choose(band)); }
points.addEventListener("input", () => { showBand(); keep(); });
comment.addEventListener("input", keep);
for (const button of form.querySelectorAll(".phrases button")) {
  button.addEventListener("click", () => {
    comment.value = [comment.value.trim(), button.dataset.words].filter(Boolean).join("\n");
    keep();
    comment.focus();
  });
}
form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
document.addEventListener("keydown", (event) => {
  if (event.target === comment) {
    if (event.key === "Escape") { comment.blur(); }
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); save(); }
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) { return; }
  const isNumber = event.target === points;
  const isControl = event.target.closest("a, button, summary, input[type=checkbox]");
  const band = !isNumber && bands[Number(event.key) - 1];
  if (band) { choose(band); band.focus(); }
  else if (event.key === "+") { step(0.5); }
  else if (event.key === "-" || event.key === "−") { step(-0.5); }
  else if (event.key === "c") { comment.focus(); }
  else if (event.key === "n" || event.key === "p") {
    document.getElementById(event.key === "n" ? "next" : "previous")?.click();
  }
  else if (event.key === "Enter" && !isControl) { save(); }
  else { return; }
  event.preventDefault();
});

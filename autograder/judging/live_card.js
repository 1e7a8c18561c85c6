// The feedback card with two questions below it, which the kernel answers.

const QUESTIONS = [
  ["where", "Where?", "Trying small changes …"],
  ["trace", "What did my code do?", "Running the call line by line …"],
];
const BUTTON =
  "font:inherit;margin:0.2em 0.6em 0.2em 0;padding:0.3em 0.9em;cursor:pointer;border-radius:4px;" +
  "border:1px solid var(--jp-border-color1,#767676);color:var(--jp-ui-font-color1,#222);" +
  "background:var(--jp-layout-color1,#fff)";
const ANSWER =
  "margin:0.4em 0;padding:0.5em 0.8em;overflow-x:auto;white-space:pre;max-width:46em;" +
  "box-sizing:border-box;border-left:4px solid #0072B2;color:var(--jp-ui-font-color1,#222);" +
  "background:var(--jp-layout-color2,#f3f3f3);font-family:var(--jp-code-font-family,monospace);" +
  "font-size:0.92em;line-height:1.45";

function render({ model, el }) {
  const card = document.createElement("div");
  card.innerHTML = model.get("html");
  const asking = document.createElement("div");
  asking.style.cssText = "font:14px/1.5 var(--jp-ui-font-family,sans-serif)";
  const answer = document.createElement("div");
  answer.setAttribute("role", "status");
  let asked = "";
  for (const [name, words, meanwhile] of QUESTIONS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.style.cssText = BUTTON;
    button.addEventListener("click", () => {
      asked = name;
      if (!model.get(name)) {
        say(meanwhile);
        model.send(name);
      } else {
        say(model.get(name));
      }
    });
    // JupyterLab keeps Enter and the space bar inside of a cell's outputs for itself
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      button.click();
    });
    asking.append(button);
    model.on(`change:${name}`, () => asked === name && say(model.get(name)));
  }
  const say = (text) => {
    answer.textContent = text;
    answer.style.cssText = ANSWER;
    answer.tabIndex = 0; // so that a long answer can be scrolled by keyboard
  };
  el.append(card, asking, answer);
}

export default { render };

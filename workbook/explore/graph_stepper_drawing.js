// The drawing of a computation graph: nodes with their numbers and gradients, edges with local
// derivatives. `evaluate` in `graph_stepper.js` makes the state that is drawn here.

const COLUMN = 168; // between two nodes, in the drawing's own units
const ROW = 92;
const BOX = { width: 108, height: 66 };

function drawGraph(svg, state) {
  const { graph, steps, done } = state;
  const columns = Math.max(...graph.nodes.map(({ at }) => at[0]));
  const rows = Math.max(...graph.nodes.map(({ at }) => at[1]));
  const width = columns * COLUMN + BOX.width + 8;
  const height = rows * ROW + BOX.height + 8;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.style.maxWidth = `${width * 1.15}px`;
  svg.replaceChildren();
  const centre = ({ at }) => [at[0] * COLUMN + BOX.width / 2 + 4, at[1] * ROW + BOX.height / 2 + 4];
  for (const node of graph.nodes) {
    for (const name of node.inputs ?? []) {
      const place = steps.findIndex((step) => step.node === node && step.input === name);
      const known = place < done ? "known" : "later";
      const status = place < 0 ? "given" : place === done ? "now" : known;
      drawEdge(svg, centre(named(graph, name)), centre(node), status, steps[place]);
    }
  }
  for (const node of graph.nodes) drawNode(svg, centre(node), node, state);
}

function drawEdge(svg, [x0, y0], [x1, y1], status, step) {
  const from = x0 + BOX.width / 2;
  const to = x1 - BOX.width / 2;
  const group = shape("g", { class: `edge ${status}` }, svg);
  shape("line", { x1: from, y1: y0, x2: to, y2: y1 }, group);
  const back = status === "now";
  const [tipX, tipY, tailX, tailY] = back ? [from, y0, to, y1] : [to, y1, from, y0];
  const turn = (Math.atan2(tipY - tailY, tipX - tailX) * 180) / Math.PI;
  const transform = `translate(${tipX} ${tipY}) rotate(${turn})`;
  shape("path", { class: "tip", d: "M0 0 -9 -4.5 -9 4.5Z", transform }, group);
  if (status !== "known" && !back) return;
  const x = from + 0.4 * (to - from);
  const y = y0 + 0.4 * (y1 - y0);
  const text = back ? "?" : `×${short(step.local)}`;
  const half = 6 + 3.5 * text.length;
  shape("rect", { x: x - half, y: y - 11, width: 2 * half, height: 22, rx: 11 }, group);
  const words = shape("text", { x, y: y + 4.5 }, group);
  words.textContent = text;
  if (!back) group.dataset.value = step.local; // all digits, for whoever checks them
}

function drawNode(svg, [x, y], node, { numbers, gradients, steps, waiting, done }) {
  const asked = steps[done];
  const now = asked && (asked.node === node || asked.input === node.name);
  const group = shape("g", { class: `node${now ? " now" : ""}`, "data-name": node.name }, svg);
  group.dataset.value = numbers[node.name];
  group.dataset.grad = gradients[node.name];
  shape("rect", { x: x - BOX.width / 2, y: y - BOX.height / 2, ...BOX, rx: 8 }, group);
  const line = (words, dy, kind) => {
    shape("text", { x, y: y + dy, class: kind }, group).textContent = words;
  };
  line(node.text ? `${node.name} = ${node.text}` : node.name, -15, "name");
  line(short(numbers[node.name]), 4, "number");
  if (node.given) return line("the label", 23, "unknown");
  const some = node.name === "L" || steps.slice(0, done).some(({ input }) => input === node.name);
  if (!some) return line(`∂L/∂${node.name} = ?`, 23, "unknown");
  const more = waiting[node.name] ? " + …" : "";
  return line(`∂L/∂${node.name} = ${short(gradients[node.name])}${more}`, 23, "grad");
}

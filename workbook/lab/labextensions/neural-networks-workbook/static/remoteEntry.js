// What the course adds to JupyterLab in the browser. It is loaded as JupyterLab loads every extension
// that was built beforehand; it is small enough to need no build.
//
// - An address may name a cell: …/lab/tree/lessons/03-activations/activations.ipynb#cell-id=relu.
//   (JupyterLab knows such fragments in links within a notebook, and drops those of addresses.)
// - A slide show begins on its first slide after "Run All Cells". What is selected decides what is
//   shown, and then that is the last cell: often a note of the speaker's, which shows nothing.

(() => {
  // Before JupyterLab's router drops it.
  const wanted = location.hash;
  const path = decodeURIComponent(location.pathname.split("/tree/")[1] ?? "");

  const plugin = {
    id: "neural-networks-workbook:places",
    autoStart: true,
    activate(app) {
      if (/^#cell-id=./.test(wanted)) app.restored.then(() => open(app));
      app.commands.commandExecuted.connect((_, { id, result }) => {
        if (id !== "deck:start" && id !== "deck:toggle") return;
        Promise.resolve(result).then(() => beginOnASlide(app.shell.currentWidget));
      });
    },
  };

  // The notebook of the address may come to the front a while after everything else.
  async function open(app) {
    const notebook = () => app.shell.currentWidget?.context?.path === path;
    if (!(await until(notebook))) return;
    const panel = app.shell.currentWidget;
    await panel.context.ready;
    await panel.revealed;
    await panel.setFragment(wanted);
    const cells = panel.content.widgets;
    const place = cells.findIndex((cell) => `#cell-id=${cell.model.id}` === wanted);
    if (place >= 0) panel.content.activeCellIndex = place;
  }

  // Whether something comes to hold within ten seconds.
  async function until(holds) {
    for (let tries = 0; tries < 100 && !holds(); tries++) {
      await new Promise((next) => setTimeout(next, 100));
    }
    return holds();
  }

  const presenting = () => document.body.dataset.jpDeckMode === "presenting";

  async function beginOnASlide(panel) {
    const notebook = panel?.content;
    if (!notebook?.widgets || !(await until(presenting))) return;
    const kind = (cell) => cell.model.getMetadata("slideshow")?.slide_type;
    const unseen = (cell) => ["notes", "skip"].includes(kind(cell));
    const last = notebook.activeCellIndex === notebook.widgets.length - 1;
    if (!notebook.activeCell || !(last || unseen(notebook.activeCell))) return;
    notebook.activeCellIndex = notebook.widgets.findIndex((cell) => !unseen(cell));
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["neural-networks-workbook"] = {
    init() {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();

// What a widget says when the Python behind it is gone: JupyterLab keeps the widget on the screen,
// and without a word its buttons would be dead. `workbook.explore.page_source` puts this file, like
// `page.js`, before a widget's own.

const RUN_AGAIN = "Run its cell again: click into the cell, then press Shift + Enter.";
const GONE = {
  page:
    "The Python behind this was restarted or stopped. It still works here, but what you do is " +
    `no longer kept. ${RUN_AGAIN}`,
  kernel: `The Python that computes this was restarted or stopped, so it stands still. ${RUN_AGAIN}`,
};
const NO_ANSWER =
  "Python has not answered yet. Where another cell is running, this goes on when that is done; " +
  `where Python was restarted, it does not. ${RUN_AGAIN}`;
const ENDED = ["restarting", "autorestarting", "terminating", "dead"]; // states of a session
const PATIENCE = 4000; // milliseconds that an answer of the kernel may take without a word

// A widget's module, from its `render`. `computes` is "page" where the page's script does all the
// work, "kernel" where nothing moves without Python: its controls are then switched off; or a function
// of the model that says which.
function widget(render, computes = "page") {
  return {
    render(context) {
      const end = render(context);
      const where = typeof computes === "function" ? computes(context.model) : computes;
      const away = watchKernel(context, where);
      return () => {
        away();
        end();
      };
    },
  };
}

// JupyterLab's own widget manager keeps to itself that its kernel has gone (ipywidgets has a mark for
// it, which Lab 4.6 never sets). Its session tells; elsewhere there is none, and nothing is said.
function watchKernel({ model, el }, computes) {
  const root = el.querySelector(".wb-widget");
  const note = element("p", { class: "wb-gone", role: "alert" });
  root.before(note);
  const session = model.widget_manager?.context?.sessionContext;
  const gone = () => {
    note.textContent = GONE[computes];
    if (computes === "kernel") root.inert = true;
  };
  const told = (_, status) => ENDED.includes(status) && gone();
  session?.kernelChanged.connect(gone);
  session?.statusChanged.connect(told);
  return () => {
    session?.kernelChanged.disconnect(gone);
    session?.statusChanged.disconnect(told);
  };
}

// Send the kernel a message; when it has not answered in a while, `say` gets a sentence, and an
// empty one when the answer came, which `answered` on what is returned tells.
function correspondence(model, say) {
  let waiting;
  return {
    send(message) {
      clearTimeout(waiting);
      waiting = setTimeout(() => say(NO_ANSWER), PATIENCE);
      model.send(message);
    },
    answered() {
      clearTimeout(waiting);
      say("");
    },
    end: () => clearTimeout(waiting),
  };
}

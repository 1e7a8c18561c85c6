// What a page of the book does beside its explorables and questions (`live.js`): theme, search,
// predictions that are held back, the way to JupyterLab, paper. `book.kept.js` stands before this.

(() => {
  const root = document.documentElement;

  // ---- theme ----------------------------------------------------------------------------------

  const theme = document.getElementById("theme");
  const show = (dark) => {
    root.dataset.theme = dark ? "dark" : "light";
    root.dataset.jpThemeLight = String(!dark);
    theme.textContent = dark ? "Light" : "Dark";
  };
  show(root.dataset.theme === "dark");
  theme.addEventListener("click", () => {
    show(root.dataset.theme !== "dark");
    kept.write("nnw/theme", root.dataset.theme);
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key === "nnw/theme" && newValue) show(newValue === "dark");
  });

  // ---- predictions ----------------------------------------------------------------------------

  // What decides a question opens when it has been answered. (It can be opened before by hand.)
  document.addEventListener("live-change", ({ target }) => {
    if (!target.liveModel?.get("answered")) return;
    for (const fold of document.querySelectorAll("details.held")) {
      if (fold.dataset.held === target.dataset.name && !fold.dataset.opened) {
        fold.open = true;
        fold.dataset.opened = "true"; // once: a reader who folds it again has it folded
      }
    }
  });

  // On paper nothing can be opened; hints stay folded there too.
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("main details:not(.hints details, [open])")) {
      fold.open = true;
      fold.dataset.forPaper = "true";
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of document.querySelectorAll("[data-for-paper]")) {
      fold.open = false;
      delete fold.dataset.forPaper;
    }
  });

  // What is wider than the page is scrolled; so that keys can do it, it takes the focus.
  const scrolled = "main :is(pre, table, math[display=block], .text, .shown, .frame)";
  const reach = () => {
    const wide = [...document.querySelectorAll(scrolled)].map((one) => {
      return [one, one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible"];
    });
    for (const [one, is] of wide) {
      if (is) one.setAttribute("tabindex", "0");
      else one.removeAttribute("tabindex");
    }
  };
  let waiting;
  const reachSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(reach, 50);
  };
  for (const kind of ["load", "resize", "live-change"]) addEventListener(kind, reachSoon);
  document.addEventListener("toggle", reachSoon, { capture: true });

  // On a narrow page the list of sections would push the text away.
  const sections = document.querySelector(".sections details");
  if (sections && matchMedia("(max-width: 1099px)").matches) sections.open = false;

  // ---- JupyterLab -----------------------------------------------------------------------------

  // A book that JupyterLab itself serves finds it beside itself; else it is where the reader says.
  const beside = /^(https?:.*)\/(files|lab\/tree)\/.*/.exec(location.href);
  const field = document.getElementById("lab");
  const lead = () => {
    const base = (beside?.[1] ?? kept.read("nnw/lab") ?? "http://localhost:8888").replace(/\/+$/, "");
    for (const link of document.querySelectorAll("[data-lab]")) {
      link.href = `${base}/lab/tree/${link.dataset.lab}`;
    }
    if (field) field.value = base;
  };
  field?.addEventListener("change", () => {
    const given = /^https?:\/\/[^/]+/.exec(field.value.trim());
    const base = given && field.value.trim().replace(/(\/lab)?(\/tree.*)?\/*(\?.*)?$/, "");
    if (given) kept.write("nnw/lab", base);
    lead();
  });
  addEventListener("storage", ({ key }) => key === "nnw/lab" && lead());
  lead();

  // ---- search ---------------------------------------------------------------------------------

  const query = document.getElementById("query");
  const results = document.getElementById("results");
  let index = null;
  window.found = (entries) => {
    index = entries.map(([page, anchor, title, text]) => {
      return { page, anchor, title, text, low: `${title} ${text}`.toLowerCase() };
    });
    look();
  };
  const load = () => {
    if (index || load.begun) return;
    load.begun = true;
    const script = document.createElement("script");
    script.src = "search.js";
    document.head.append(script);
  };
  function look() {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.hidden = !words.length || !index;
    if (results.hidden) return;
    const hits = index.filter(({ low }) => words.every((word) => low.includes(word)));
    const inTitle = ({ title }) => words.every((word) => title.toLowerCase().includes(word));
    hits.sort((a, b) => inTitle(b) - inTitle(a));
    const many = hits.length === 1 ? "1 section" : `${hits.length} sections`;
    results.querySelector("[role=status]").textContent = hits.length ? many : "Nothing found";
    results.querySelector("ul").replaceChildren(...hits.slice(0, 20).map((hit) => item(hit, words)));
  }
  function item({ page, anchor, title, text }, words) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${page}#${anchor}`;
    link.textContent = title;
    link.addEventListener("click", () => (results.hidden = true));
    const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 40);
    const around = document.createElement("span");
    around.textContent = `${at ? "…" : ""}${text.slice(at, at + 120).trim()}…`;
    line.append(link, around);
    return line;
  }
  query.addEventListener("focus", load);
  query.addEventListener("input", () => {
    load();
    look();
  });
  const search = query.closest("search");
  search.addEventListener("keydown", (event) => {
    const links = [...results.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      results.hidden = true;
      query.focus();
    } else if (event.key === "Enter" && at < 0 && !results.hidden) {
      links[0]?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (links[next] ?? query).focus();
      event.preventDefault();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!search.contains(event.target)) results.hidden = true;
  });

  // ---- what was answered ----------------------------------------------------------------------

  // Each answer is a line of the form that the course's own file of answers has
  // (docs/answers-file.md), so that `autograder review --take-in` can add them to it.
  const ANSWERS = "nnw/answers";
  const wasAnswered = new WeakMap();
  document.addEventListener("live-change", ({ target: place, detail: { elsewhere } }) => {
    const model = place.liveModel;
    const { key } = JSON.parse(place.querySelector(".live-state").textContent);
    if (key && elsewhere === false) kept.share(key); // `live.js` has written it
    const question = model?.get("_question");
    if (!question) return;
    const answered = model.get("answered");
    if (wasAnswered.get(place) === false && answered && !elsewhere) {
      const option = model.get("choice");
      const line = JSON.stringify({
        v: 1, at: new Date().toISOString(), what: "answer", id: question.id,
        right: question.options[option].right, option, lesson: key.split("/")[1],
      });
      kept.write(ANSWERS, `${kept.read(ANSWERS) ?? ""}${line}\n`);
    }
    wasAnswered.set(place, answered);
  });
  document.getElementById("save")?.addEventListener("click", () => {
    const lines = kept.read(ANSWERS);
    const said = document.getElementById("forgotten");
    if (!lines) {
      said.textContent = "Nothing was answered yet.";
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines], { type: "application/jsonl" }));
    link.download = "answers-from-the-book.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow machine reads it late
    said.textContent = "Saved as answers-from-the-book.jsonl.";
  });

  const count = () => {
    for (const line of document.querySelectorAll("[data-asked]")) {
      const start = `nnw/${line.dataset.asked}/`;
      const done = kept.keys().filter((key) => key.startsWith(start) && isAnswered(key)).length;
      const asked = `${line.dataset.of} questions`;
      line.textContent = done ? `${done} of ${asked} answered` : asked;
    }
  };
  function isAnswered(key) {
    try {
      return JSON.parse(kept.read(key)).answered === true;
    } catch {
      return false;
    }
  }
  count();
  addEventListener("storage", count);
  document.getElementById("forget")?.addEventListener("click", () => {
    for (const key of kept.keys()) if (/^nnw\/\d/.test(key) || key === ANSWERS) kept.forget(key);
    document.getElementById("forgotten").textContent = "Your answers are forgotten.";
    count();
  });
})();
